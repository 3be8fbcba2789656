#pragma once
#include <string>

namespace symh::cli {

/// The versions of symh and LibTorch, the loaded BLAS with the kernels of OpenBLAS (and a warning for the
/// slow reference one), threads and device.
std::string version_text();

}  // namespace symh::cli
