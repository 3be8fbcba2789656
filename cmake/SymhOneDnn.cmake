# The target symh_onednn, after SymhTorch. Where LibTorch has a oneDNN of its own inside and lets others link with it, that
# one serves: with a second one in the program, calls could end in the wrong one. Debian's LibTorch has none inside.
# Debian's own dnnl-config.cmake wants OpenCL's development files, which the CPU does not need.
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
