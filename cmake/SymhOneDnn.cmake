# Defines the target symh_onednn; include this file after SymhTorch. If LibTorch contains oneDNN and lets others link with
# it, symh uses that copy: with two copies in the program, a call could reach the wrong one. Debian's LibTorch contains no
# oneDNN. This file looks for oneDNN itself, because Debian's dnnl-config.cmake demands OpenCL's development files, which
# symh does not need.
include(CheckCXXSourceCompiles)
find_path(ONEDNN_INCLUDE_DIR dnnl.h)
find_library(ONEDNN_LIBRARY dnnl)
if(NOT ONEDNN_INCLUDE_DIR OR NOT ONEDNN_LIBRARY)
  message(FATAL_ERROR "oneDNN was not found: install libdnnl-dev, or build without it: -DSYMH_ONEDNN=OFF")
endif()
set(CMAKE_REQUIRED_INCLUDES ${TORCH_INCLUDE_DIRS} ${ONEDNN_INCLUDE_DIR})
set(CMAKE_REQUIRED_LIBRARIES ${TORCH_LIBRARIES})
check_cxx_source_compiles([[
#include <dnnl.h>
int main() { return dnnl_sgemm('N', 'N', 0, 0, 0, 1.0F, nullptr, 1, nullptr, 1, 0.0F, nullptr, 1); }
]] SYMH_TORCH_BRINGS_ONEDNN)
unset(CMAKE_REQUIRED_INCLUDES)
unset(CMAKE_REQUIRED_LIBRARIES)
add_library(symh_onednn INTERFACE)
target_include_directories(symh_onednn SYSTEM INTERFACE ${ONEDNN_INCLUDE_DIR})
if(NOT SYMH_TORCH_BRINGS_ONEDNN)
  target_link_libraries(symh_onednn INTERFACE ${ONEDNN_LIBRARY})
endif()
target_compile_definitions(symh_onednn INTERFACE SYMH_ONEDNN)
