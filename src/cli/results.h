#pragma once
#include <string>

namespace symh::cli {

/// Prints to stdout, and a line break where the text ends without one. Throws RunError where the disk is full
/// or the pipe is closed.
void print_result(const std::string& text);

/// Writes to a file, whole or not at all, or to stdout where `path` is `-`. Throws RunError.
void write_result(const std::string& path, const std::string& text);

}  // namespace symh::cli
