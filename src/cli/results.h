#pragma once
#include <string>

namespace symh::cli {

/// Prints the text to stdout, and a final line break if the text has none; foreign words in it become
/// printable (core/printable.h). Throws RunError if the disk is
/// full or the pipe is closed.
void print_result(const std::string& result);

/// Writes the text to a file, whole or not at all, or to stdout if `path` is `-`. Throws RunError.
void write_result(const std::string& path, const std::string& text);

}  // namespace symh::cli
