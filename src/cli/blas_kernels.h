#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace symh::cli {

/// What a processor can compute with.
struct VectorUnits {
  bool avx2 = false;    ///< with FMA
  bool avx512 = false;  ///< with the parts that OpenBLAS uses: F, CD, BW, DQ, VL
};

/// The kernels of the OpenBLAS that `library` (of dlopen) is, such as `Haswell`; empty if it is another BLAS.
std::string openblas_kernels(void* library);

/// The kernels to ask for in place of `loaded`; nothing if these suit the processor. An OpenBLAS that is
/// older than the processor takes kernels of 2004, with which a matrix product takes three times as long.
std::optional<std::string> better_kernels(std::string_view loaded, const VectorUnits& units);

/// Sets OPENBLAS_CORETYPE, which OpenBLAS reads when it is loaded, if other kernels suit this processor and
/// the user has not set it. It holds for the programs that this one starts.
void choose_blas_kernels();

}  // namespace symh::cli
