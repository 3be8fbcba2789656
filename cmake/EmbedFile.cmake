# symh_embed_file(<target> <name> <file>): compiles the content of <file> into <target> as the function
#   std::string_view symh::assets::<name>()
# (declared in reporting/assets.h, or in the file that uses it). The generated .cpp is in the build folder.
# `cmake -P` on this same file generates it.

if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(SYMH_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

  function(symh_embed_file target name file)
    set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded/${name}.cpp)
    add_custom_command(
      OUTPUT ${output}
      COMMAND ${CMAKE_COMMAND} -DNAME=${name} -DINPUT=${file} -DOUTPUT=${output} -P ${SYMH_EMBED_SCRIPT}
      DEPENDS ${file} ${SYMH_EMBED_SCRIPT}
      COMMENT "Embedding ${file}"
      VERBATIM)
    target_sources(${target} PRIVATE ${output})
  endfunction()

  # symh_embed_dygraphs(<target>): embeds the plotting library of Debian's libjs-dygraphs into <target>.
  function(symh_embed_dygraphs target)
    foreach(kind js css)
      string(TOUPPER ${kind} upper)
      find_file(SYMH_DYGRAPHS_${upper} dygraph.min.${kind}
        PATHS /usr/share/javascript/dygraphs /usr/share/nodejs/dygraphs/dist /usr/share/nodejs/dygraphs
        PATH_SUFFIXES share/javascript/dygraphs
        DOC "dygraph.min.${kind}, from the Debian package libjs-dygraphs")
      if(NOT SYMH_DYGRAPHS_${upper})
        message(FATAL_ERROR "dygraph.min.${kind} was not found: install the Debian package libjs-dygraphs "
                            "(apt-get install libjs-dygraphs) or set -DSYMH_DYGRAPHS_${upper}=PATH")
      endif()
      symh_embed_file(${target} dygraph_${kind} ${SYMH_DYGRAPHS_${upper}})
    endforeach()
  endfunction()
  return()
endif()

file(READ ${INPUT} hex HEX)
# Remove the address of the source map, because a browser's developer tools would fetch it, and a page must fetch nothing.
# The pattern is "//# sourceMappingURL=" or "/*# sourceMappingURL=", on the last line, in hexadecimal.
string(REGEX REPLACE "2f(2f|2a)2320736f757263654d617070696e6755524c3d.*$" "" hex "${hex}")
# "</script" or "</style" would end the element of the page that holds the file.
if(hex MATCHES "3c2f(736372697074|7374796c65)")
  message(FATAL_ERROR "${INPUT} contains a closing script or style tag and cannot be embedded in a page")
endif()
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
string(REPEAT "0x..," 16 sixteen_bytes)
string(REGEX REPLACE "(${sixteen_bytes})" "\\1\n" bytes "${bytes}")
file(WRITE ${OUTPUT} "// Generated from ${INPUT}; do not edit.
#include <string_view>

namespace symh::assets {

std::string_view ${NAME}();

std::string_view ${NAME}() {
  static constexpr unsigned char bytes[] = {
${bytes}
0};
  return {reinterpret_cast<const char*>(bytes), sizeof bytes - 1};
}

}  // namespace symh::assets
")
