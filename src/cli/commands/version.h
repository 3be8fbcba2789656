#pragma once
#include <string>

namespace symh::cli {

/// symh and LibTorch versions, which BLAS is loaded (with a warning for the reference one), threads and
/// device.
std::string version_text();

}  // namespace symh::cli
