# libstdc++ comes before a LibTorch that shows parts of another C++ library (cmake/SymhForeignTorch.cmake). Variables:
# PROGRAMS, a list of what was linked with it.
foreach(program IN LISTS PROGRAMS)
  execute_process(COMMAND readelf -d ${program} OUTPUT_VARIABLE found COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCH "\\(NEEDED\\)[^[]*\\[([^]]*)\\]" first "${found}")
  if(NOT CMAKE_MATCH_1 STREQUAL "libstdc++.so.6")
    message(FATAL_ERROR "${program} loads ${CMAKE_MATCH_1} first, not libstdc++.so.6")
  endif()
endforeach()
