# CTest lists the suites of a program and tells apart what passes, fails and is skipped. A script takes the place of the
# program. Variables: SUITES (cmake/SymhSuites.cmake), WORK (a folder to work in).
file(REMOVE_RECURSE ${WORK})
file(WRITE ${WORK}/program "#!/bin/sh
case $1 in
  --gtest_list_tests) printf 'Running main()\\nGood.\\n  One\\n  Two\\nSkips.\\n  One\\nFails/Typed.  # TypeParam = int\\n  One\\n' ;;
  --gtest_filter=Good.*) exit 0 ;;
  --gtest_filter=Skips.*) exit 77 ;;
  *) echo '[  SKIPPED ] Fails/Typed.Another'; exit 1 ;;
esac
")
file(CHMOD ${WORK}/program PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
file(WRITE ${WORK}/CTestTestfile.cmake "set(program ${WORK}/program)\nset(room room)\ninclude(${SUITES})
set(program ${WORK}/none)\nset(room missing)\ninclude(${SUITES})\n")
execute_process(COMMAND ${CMAKE_CTEST_COMMAND} --test-dir ${WORK} RESULT_VARIABLE code OUTPUT_VARIABLE out)
foreach(line "room.Good \\.+ +Passed" "room.Skips \\.+\\*\\*\\*Skipped" "room.Fails/Typed \\.+\\*\\*\\*Failed"
        "missing_NOT_BUILT \\.+\\*\\*\\*Not Run" "out of 4")
  if(NOT out MATCHES "${line}")
    message(FATAL_ERROR "CTest did not print ${line}:\n${out}")
  endif()
endforeach()
if(code EQUAL 0)
  message(FATAL_ERROR "CTest did not fail:\n${out}")
endif()
file(REMOVE_RECURSE ${WORK})
