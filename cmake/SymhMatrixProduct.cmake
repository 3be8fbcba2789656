# Defines the target symh_matrix_product: what multiplies the matrices of networks (src/models/matrix_product.cpp).
# Include this file after SymhTorch. A foreign LibTorch brings a BLAS, MKL for the most part, and shows its sgemm. It may
# contain a oneDNN of its own too; a second one in the same program would mix with it, so symh takes that sgemm then.
# Debian's LibTorch contains no oneDNN, and symh takes Debian's. This file looks for oneDNN itself, because Debian's
# dnnl-config.cmake demands OpenCL's development files, which symh does not need.
include(CheckCXXSourceRuns)
add_library(symh_matrix_product INTERFACE)
if(SYMH_FOREIGN_TORCH)
  set(definition SYMH_PRODUCT_SGEMM)
  set(library symh_torch)
else()
  find_path(ONEDNN_INCLUDE_DIR dnnl.h)
  find_library(ONEDNN_LIBRARY dnnl)
  if(NOT ONEDNN_INCLUDE_DIR OR NOT ONEDNN_LIBRARY)
    message(FATAL_ERROR "oneDNN was not found: install libdnnl-dev, or build without it: -DSYMH_ONEDNN=OFF")
  endif()
  set(definition SYMH_PRODUCT_ONEDNN)
  set(library ${ONEDNN_LIBRARY})
endif()
target_link_libraries(symh_matrix_product INTERFACE ${library})
target_compile_definitions(symh_matrix_product INTERFACE ${definition})

# Both may link and still be wrong: the header of one version with the library of another.
set(CMAKE_REQUIRED_LIBRARIES ${library})
set(CMAKE_REQUIRED_DEFINITIONS -D${definition})
set(CMAKE_REQUIRED_INCLUDES ${CMAKE_SOURCE_DIR}/src)
check_cxx_source_runs("
#include \"${CMAKE_SOURCE_DIR}/src/models/matrix_product.cpp\"
int main() {
  const float a[] = {1, 2, 3, 4, 5, 6}, b[] = {1, 0, 2, 1, 0, 1};
  float c[] = {0, 0, 0, 0};
  symh::multiply(2, 2, 3, {a, 3}, {b, 2}, c, 2, false);
  return c[0] == 5 && c[1] == 5 && c[2] == 14 && c[3] == 11 ? 0 : 1;
}" SYMH_MATRIX_PRODUCT_WORKS)
unset(CMAKE_REQUIRED_LIBRARIES)
unset(CMAKE_REQUIRED_DEFINITIONS)
unset(CMAKE_REQUIRED_INCLUDES)
if(NOT SYMH_MATRIX_PRODUCT_WORKS)
  message(FATAL_ERROR "The matrix product of ${library} does not build or gives wrong results; see "
                      "${CMAKE_BINARY_DIR}/CMakeFiles/CMakeError.log, or build without it: -DSYMH_ONEDNN=OFF")
endif()
