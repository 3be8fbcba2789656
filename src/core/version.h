#pragma once
#include <string_view>

namespace symh {

/// The version of this program; the build takes CMake's project version.
inline constexpr std::string_view version = SYMH_VERSION;

}  // namespace symh
