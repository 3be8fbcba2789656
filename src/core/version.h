#pragma once
#include <string_view>

namespace symh {

/// The version of this program, which is CMake's project version.
extern const std::string_view version;

}  // namespace symh
