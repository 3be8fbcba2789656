#pragma once
#include <string>

namespace symh {

/// Checks now, before any long work, that a file can be written there, and makes its folder. Throws RunError
/// that names the flag. Nothing is checked where `path` is empty or `-`.
void check_writable(const std::string& path, const std::string& flag);

}  // namespace symh
