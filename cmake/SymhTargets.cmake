# One library target a folder of src/, one test executable a folder of tests/.

add_library(symh_flags INTERFACE)
target_compile_options(symh_flags INTERFACE -Wall -Wextra -Wpedantic $<$<BOOL:${SYMH_WERROR}>:-Werror>)
if(SYMH_SANITIZE)
  target_compile_options(symh_flags INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer
                                              -fno-sanitize-recover=undefined)
  target_link_options(symh_flags INTERFACE -fsanitize=address,undefined)
endif()

# symh_library(<folder> [DEPENDS <targets>...]): symh_<folder> from every .cpp of the folder.
function(symh_library folder)
  cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
  list(JOIN arg_DEPENDS "," depends)
  set_property(GLOBAL APPEND PROPERTY SYMH_LAYERS "${folder}:${depends}")  # for tests/layers_test.cmake
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${folder}/*.cpp)
  if(NOT sources)
    add_library(symh_${folder} INTERFACE)
    target_link_libraries(symh_${folder} INTERFACE ${arg_DEPENDS})
    return()
  endif()
  add_library(symh_${folder} STATIC ${sources})
  target_include_directories(symh_${folder} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(symh_${folder} PUBLIC ${arg_DEPENDS} PRIVATE symh_flags)
endfunction()

# symh_precompile_torch(<target>): LibTorch's headers, which cost more than all our own, are compiled once for all.
function(symh_precompile_torch target)
  if(target STREQUAL "symh_windows")
    target_precompile_headers(${target} PRIVATE <torch/types.h>)
  else()
    target_precompile_headers(${target} REUSE_FROM symh_windows)
  endif()
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endfunction()

# symh_test(<folder>): every .cpp of tests/<folder> in one executable test_<folder>, linked to symh_<folder>.
function(symh_test folder)
  cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${folder}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(test_${folder} ${sources})
  target_include_directories(test_${folder} PRIVATE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(test_${folder} PRIVATE ${arg_DEPENDS} symh_flags GTest::gtest GTest::gtest_main GTest::gmock)
  target_compile_definitions(test_${folder} PRIVATE
    SYMH_SOURCE_DIR="${CMAKE_SOURCE_DIR}" SYMH_SHARED_DATA="${CMAKE_SOURCE_DIR}/../shared/data")
  gtest_discover_tests(test_${folder} DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 300)
endfunction()
