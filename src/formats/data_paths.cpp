#include "formats/data_paths.h"

#include <fmt/format.h>
#include <glob.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "core/error.h"
#include "core/memory_budget.h"
#include "formats/archive.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

void add_folder(const fs::path& folder, std::vector<DataPath>& files) {
  const auto before = files.size();
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && holds_data(entry.path().lexically_relative(folder).generic_string()))
      files.push_back({entry.path(), true});
  if (files.size() == before)
    throw DataError(fmt::format("{}: the folder holds no data files", folder.string()));
}

void add_glob(const std::string& pattern, std::vector<DataPath>& files) {
  glob_t found{};
  const int result = ::glob(pattern.c_str(), 0, nullptr, &found);
  for (std::size_t i = 0; result == 0 && i < found.gl_pathc; ++i) {
    if (fs::is_directory(found.gl_pathv[i]))
      add_folder(found.gl_pathv[i], files);
    else
      files.push_back({found.gl_pathv[i], false});
  }
  ::globfree(&found);
  if (result != 0)
    throw DataError(fmt::format("{}: no such file or folder, and no file fits it as a pattern", pattern));
}

/// The bytes are kept to the end of the process, and so is their claim.
std::string read_standard_input() {
  static MemoryClaim claim;
  std::string bytes;
  std::array<char, std::size_t{1} << 16> block{};
  for (;;) {
    const auto count = ::read(STDIN_FILENO, block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw DataError("standard input: cannot be read");
    if (count == 0) return bytes;
    name_over_budget("standard input", [&] { claim.grow(static_cast<std::uint64_t>(count)); });
    bytes.append(block.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace

std::vector<DataPath> data_paths(const std::vector<std::string>& paths) {
  std::vector<DataPath> files;
  for (const auto& path : paths) {
    const bool is_folder = path != standard_input_path && fs::is_directory(path);
    if (is_folder)
      add_folder(path, files);
    else if (path == standard_input_path || fs::exists(path))
      files.push_back({path, false});
    else
      add_glob(path, files);
  }
  // A file that is named and lies in a folder, too, counts as named.
  // The same files are in the same order however their paths are written.
  const auto whole = [](const DataPath& file) {
    return file.path == standard_input_path ? file.path : fs::absolute(file.path).lexically_normal();
  };
  std::ranges::sort(files, [&](const DataPath& a, const DataPath& b) {
    const auto first = whole(a), second = whole(b);
    return first != second ? first < second : a.in_folder < b.in_folder;
  });
  const auto same = [&](const DataPath& a, const DataPath& b) { return whole(a) == whole(b); };
  files.erase(std::unique(files.begin(), files.end(), same), files.end());
  return files;
}

std::vector<fs::path> expand_paths(const std::vector<std::string>& paths) {
  std::vector<fs::path> files;
  for (auto& file : data_paths(paths)) files.push_back(std::move(file.path));
  return files;
}

const std::string& standard_input() {
  static const std::string bytes = read_standard_input();
  return bytes;
}

}  // namespace symh
