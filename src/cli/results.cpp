#include "cli/results.h"

#include <cstdio>

#include "core/error.h"
#include "core/file.h"
#include "core/printable.h"

namespace symh::cli {

void print_result(const std::string& result) {
  const auto text = printable(result);
  const bool newline = !text.empty() && text.back() == '\n';
  if (std::fputs(text.c_str(), stdout) < 0 || (!newline && std::fputc('\n', stdout) < 0) ||
      std::fflush(stdout) != 0)
    throw RunError("stdout: cannot write the result; is the disk full or the pipe closed?");
}

void write_result(const std::string& path, const std::string& text) {
  if (path == "-")
    print_result(text);
  else
    write_file_atomically(path, text);
}

}  // namespace symh::cli
