#include "core/writable.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "core/error.h"

namespace symh {

void check_writable(const std::string& path, const std::string& flag) {
  if (path.empty() || path == "-") return;
  const auto folder = std::filesystem::absolute(path).parent_path();
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error || access(folder.c_str(), W_OK) != 0 || std::filesystem::is_directory(path))
    throw RunError(fmt::format("{} {}: cannot be written there; choose another place", flag, path));
}

}  // namespace symh
