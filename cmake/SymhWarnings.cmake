# Makes warnings errors without -Werror. That flag would be part of every compile command, so a change of SYMH_WERROR would
# compile everything again. Instead a launcher stores the warnings of each object beside the object (keep_warnings.sh);
# if SYMH_WERROR is on, the last step of the build fails while any object has warnings.
# `cmake -D BUILD=FOLDER -P` on this same file is that last step.

if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_CURRENT_LIST_DIR}/keep_warnings.sh ${CMAKE_CXX_COMPILER_LAUNCHER})
  set(SYMH_WARNINGS_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

  # symh_warnings_are_errors(<folders>...): the build fails if a target of these folders was compiled with a warning.
  function(symh_warnings_are_errors)
    add_custom_target(symh_warnings ALL
      COMMAND ${CMAKE_COMMAND} -D BUILD=${CMAKE_BINARY_DIR} -P ${SYMH_WARNINGS_SCRIPT}
      COMMENT "Looking for warnings" VERBATIM)
    foreach(folder IN LISTS ARGN)
      get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
      if(targets)
        add_dependencies(symh_warnings ${targets})
      endif()
    endforeach()
  endfunction()
  return()
endif()

file(GLOB_RECURSE records ${BUILD}/*.warnings)
if(NOT records)
  return()
endif()
file(READ ${BUILD}/compile_commands.json commands)
foreach(record IN LISTS records)
  # Leave out objects of source files that were renamed or removed: they stay in the build folder, but are no part of the
  # build.
  file(RELATIVE_PATH object ${BUILD} ${record})
  string(REGEX REPLACE "\\.warnings$" "" object ${object})
  string(FIND "${commands}" "${object}" place)
  if(place GREATER -1)
    file(READ ${record} text)
    string(APPEND found "${text}")
  endif()
endforeach()
if(found)
  message(NOTICE "${found}")
  message(FATAL_ERROR "The compiler warned, and SYMH_WERROR=ON makes its warnings errors: see above")
endif()
