#pragma once
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "core/file.h"

namespace symh {

/// What a command left behind.
struct Outcome {
  int code = 0;
  std::string out, err;
};

/// Runs a shell command in `folder`.
inline Outcome shell_in(const std::filesystem::path& folder, const std::string& line) {
  const auto out = folder / "stdout", err = folder / "stderr";
  const auto command =
      "cd '" + folder.string() + "' && " + line + " >'" + out.string() + "' 2>'" + err.string() + "'";
  const int status = std::system(command.c_str());
  return {WEXITSTATUS(status), read_file(out), read_file(err)};
}

/// Runs the real binary in `folder`.
inline Outcome symh_in(const std::filesystem::path& folder, const std::string& arguments) {
  return shell_in(folder, "'" SYMH_BINARY "' " + arguments);
}

}  // namespace symh
