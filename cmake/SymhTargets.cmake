# Defines how to make one library from each room of src/, and one test executable from each room of tests/.

add_library(symh_flags INTERFACE)
target_compile_options(symh_flags INTERFACE -Wall -Wextra -Wpedantic)
if(SYMH_SANITIZE)
  if(NOT SYMH_SANITIZE MATCHES "^(address|undefined|thread)$")
    message(FATAL_ERROR "SYMH_SANITIZE is '${SYMH_SANITIZE}': give OFF, address, undefined or thread")
  endif()
  # gcc looks for a number that the integer it becomes cannot hold only if asked. AddressSanitizer goes well with this.
  set(sanitizers undefined,float-cast-overflow)
  if(SYMH_SANITIZE STREQUAL "address")
    set(sanitizers address,${sanitizers})
  elseif(SYMH_SANITIZE STREQUAL "thread")
    set(sanitizers thread)
  endif()
  target_compile_options(symh_flags INTERFACE -fsanitize=${sanitizers} -fno-omit-frame-pointer
                                              -fno-sanitize-recover=all)
  target_link_options(symh_flags INTERFACE -fsanitize=${sanitizers})
  target_compile_definitions(symh_flags INTERFACE SYMH_NO_VECTOR_CLONES)
endif()

# ON finds faults of memory, and sees what each comparison compares. FAST reads many times as many inputs a second: it sees
# only which branches an input takes. There clang also looks for a number that the integer it becomes cannot hold.
if(SYMH_FUZZ STREQUAL "FAST")
  target_compile_options(symh_flags INTERFACE -fsanitize-coverage=inline-8bit-counters,pc-table
                                              -fsanitize=undefined,float-cast-overflow -fsanitize-trap=all)
  target_compile_definitions(symh_flags INTERFACE _GLIBCXX_ASSERTIONS)
elseif(SYMH_FUZZ)
  target_compile_options(symh_flags INTERFACE -fsanitize=fuzzer-no-link,address,undefined -fno-omit-frame-pointer
                                              -fno-sanitize-recover=undefined)
endif()

# symh_fuzz_program(): makes symh_fuzz, libFuzzer's program of tests/fuzz. The readers of model folders and of a centre's
# configuration need rooms that take long to compile: SYMH_FUZZ_MODELS=OFF leaves them out and compiles the reader of weights
# by itself.
function(symh_fuzz_program)
  option(SYMH_FUZZ_MODELS "Fuzz the readers of model folders and of a centre's configuration, too" ON)
  add_executable(symh_fuzz ${CMAKE_SOURCE_DIR}/tests/fuzz/fuzz.cpp ${CMAKE_SOURCE_DIR}/tests/fuzz/targets.cpp)
  if(SYMH_FUZZ_MODELS)
    target_link_libraries(symh_fuzz PRIVATE symh_saved symh_centre_record)
    target_compile_definitions(symh_fuzz PRIVATE SYMH_FUZZ_MODELS)
  else()
    target_sources(symh_fuzz PRIVATE ${CMAKE_SOURCE_DIR}/src/saved/safetensors.cpp)
  endif()
  target_include_directories(symh_fuzz PRIVATE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(symh_fuzz PRIVATE symh_sources symh_job symh_saved_cards symh_torch symh_flags
                        nlohmann_json::nlohmann_json)
  if(SYMH_FUZZ STREQUAL "FAST")
    target_compile_definitions(symh_fuzz PRIVATE SYMH_FUZZ_UNGUARDED)
    target_link_options(symh_fuzz PRIVATE -fsanitize=fuzzer)
  else()
    target_link_options(symh_fuzz PRIVATE -fsanitize=fuzzer,address,undefined)
  endif()
  # clang instantiates too early what LibTorch's headers do with vectors of incomplete types.
  target_compile_options(symh_fuzz PRIVATE -include ${CMAKE_SOURCE_DIR}/scripts/tidy_vector.h)
endfunction()

# symh_library(<room> [DEPENDS <targets>...]): makes symh_<room> from every .cpp of the folder and its sub-rooms. A sub-room
# that is a room of its own (centre/record) makes its own library (symh_centre_record); call symh_library for it before
# the room that contains it.
function(symh_library room)
  cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
  string(REPLACE "/" "_" target "symh_${room}")
  list(JOIN arg_DEPENDS "," depends)
  set_property(GLOBAL APPEND PROPERTY SYMH_LAYERS "${room}:${depends}")  # for tests/layers_test.cmake
  symh_sources_of(${CMAKE_SOURCE_DIR}/src ${room} sources)
  add_library(${target} STATIC ${sources})
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(${target} PUBLIC ${arg_DEPENDS} PRIVATE symh_flags)
endfunction()

# symh_sources_of(<top> <room> <variable>): lists the .cpp files of a room and its sub-rooms, without the files of rooms
# inside it that are libraries of their own.
set(SYMH_INNER_ROOMS centre/record saved/cards cli/commands windows/keys models/keys training/keys experiments/keys)
function(symh_sources_of top room variable)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${top}/${room}/*.cpp)
  foreach(inner IN LISTS SYMH_INNER_ROOMS)
    if(inner MATCHES "^${room}/")
      list(FILTER sources EXCLUDE REGEX "^${top}/${inner}/")
    endif()
  endforeach()
  set(${variable} ${sources} PARENT_SCOPE)
endfunction()

# symh_precompile_torch(<target>): uses LibTorch's headers precompiled once for all rooms and once for all tests, which the
# compiler optimises less; they take longer to compile than all headers of symh.
function(symh_precompile_torch target)
  string(REGEX MATCH "^(symh|test)_" first "${target}")
  if(target STREQUAL "${first}windows")
    target_precompile_headers(${target} PRIVATE <torch/types.h>)
  else()
    target_precompile_headers(${target} REUSE_FROM ${first}windows)
  endif()
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endfunction()

# symh_test(<room> [BY_SUITE] DEPENDS <targets>...): makes the executable test_<room> from every .cpp of tests/<room> and
# its sub-rooms, linked to the targets. CTest runs each test in a process of its own, or each suite with BY_SUITE.
function(symh_test room)
  cmake_parse_arguments(arg "BY_SUITE" "" "DEPENDS" ${ARGN})
  string(REPLACE "/" "_" target "test_${room}")
  symh_sources_of(${CMAKE_SOURCE_DIR}/tests ${room} sources)
  add_executable(${target} ${sources})
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(${target} PRIVATE ${arg_DEPENDS} symh_flags symh_test_main GTest::gtest GTest::gmock)
  # Tests compile a third faster with -O1, and what takes time at run time is in the rooms.
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
  target_compile_definitions(${target} PRIVATE
    SYMH_SOURCE_DIR="${CMAKE_SOURCE_DIR}" SYMH_SHARED_DATA="${CMAKE_SOURCE_DIR}/../shared/data")
  if(arg_BY_SUITE)
    symh_discover_suites(${target} ${room})
  else()
    # The program says by its exit code that a test was skipped (tests/main.cpp), so no line of its output does.
    gtest_discover_tests(${target} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 120 PROPERTIES TIMEOUT 1500
                         SKIP_RETURN_CODE 77 SKIP_REGULAR_EXPRESSION "the exit code says it")
  endif()
endfunction()
