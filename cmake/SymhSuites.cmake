# symh_discover_suites(<target> <room>): registers each suite of a room's tests as one CTest entry, ROOM.SUITE. A program
# that loads LibTorch takes half a second to start; a process for each test would take longer than the tests.
# CTest itself includes this file, too, when it starts: it lists the suites of `program` and registers them.

if(COMMAND symh_test)
  set(SYMH_SUITES_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

  function(symh_discover_suites target room)
    set(file ${CMAKE_CURRENT_BINARY_DIR}/${target}_suites.cmake)
    file(GENERATE OUTPUT ${file} CONTENT
         "set(program [==[$<TARGET_FILE:${target}>]==])\nset(room ${room})\ninclude([==[${SYMH_SUITES_SCRIPT}]==])\n")
    set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${file})
  endfunction()
  return()
endif()

if(NOT EXISTS "${program}")
  add_test("${room}_NOT_BUILT" "${room}_NOT_BUILT")
  return()
endif()
set(list "${program}_suites.txt")
if(NOT EXISTS "${list}" OR "${program}" IS_NEWER_THAN "${list}")
  execute_process(COMMAND "${program}" --gtest_list_tests OUTPUT_FILE "${list}.new" RESULT_VARIABLE result TIMEOUT 120)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${program} cannot list its tests: ${result}")
  endif()
  file(RENAME "${list}.new" "${list}")
endif()
file(STRINGS "${list}" suites REGEX "^[^ ]+\\.( +#.*)?$")
foreach(line IN LISTS suites)
  string(REGEX REPLACE "\\.( +#.*)?$" "" suite "${line}")
  add_test("${room}.${suite}" "${program}" "--gtest_filter=${suite}.*")
  # A whole suite may need long beside eight busy processes.
  set_tests_properties("${room}.${suite}" PROPERTIES TIMEOUT 1500 SKIP_RETURN_CODE 77)
endforeach()
