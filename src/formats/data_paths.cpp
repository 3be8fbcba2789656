#include "formats/data_paths.h"

#include <fmt/format.h>
#include <glob.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>

#include "core/error.h"
#include "core/memory_budget.h"
#include "formats/archive.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

/// False for what cannot be looked at, such as links in a circle.
bool is_folder(const fs::path& path) {
  std::error_code unknown;
  return fs::is_directory(path, unknown);
}

bool has_mark(const fs::path& folder) {
  std::error_code unknown;
  return fs::exists(folder / cache_mark, unknown);
}

/// True for a source's folder in a cache, and for a folder that holds such folders.
bool is_cache(const fs::path& folder) {
  if (has_mark(folder)) return true;
  std::error_code error;
  fs::directory_iterator at(folder, error);
  for (; !error && at != fs::directory_iterator(); at.increment(error))
    if (has_mark(at->path())) return true;
  return false;
}

/// Tells whether folders are caches, and looks at each only once.
class Caches {
 public:
  bool contain(const fs::path& file) {
    const auto folder = file.parent_path();
    const auto [known, absent] = known_.try_emplace(folder, false);
    if (absent) known->second = is_cache(folder.empty() ? fs::path(".") : folder);
    return known->second;
  }

 private:
  std::map<fs::path, bool> known_;
};

bool is_hidden(const fs::path& path) {
  return std::ranges::any_of(path, [](const fs::path& part) {
    const auto name = part.string();
    return name.starts_with('.') && name != "." && name != "..";
  });
}

/// True for a file to read; in a cache also for what cannot be read, such as a link to nothing or a closed
/// folder.
bool is_wanted(const fs::directory_entry& entry, const fs::path& folder, bool in_cache) {
  const auto name = entry.path().lexically_relative(folder);
  std::error_code unknown;
  if (in_cache)
    return !is_hidden(name) &&
           (!entry.is_directory(unknown) || ::access(entry.path().c_str(), R_OK | X_OK) != 0);
  return entry.is_regular_file(unknown) && holds_data(name.generic_string());
}

void add_folder(const fs::path& folder, bool may_be_empty, Caches& caches, std::vector<DataPath>& files) {
  const auto before = files.size();
  std::error_code error;
  const auto skipping = caches.contain(folder / cache_mark) ? fs::directory_options::skip_permission_denied
                                                            : fs::directory_options::none;
  fs::recursive_directory_iterator at(folder, skipping, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    const bool in_cache = caches.contain(at->path());
    if (is_wanted(*at, folder, in_cache)) files.push_back({at->path(), true, in_cache});
  }
  if (error)
    throw DataError(
        fmt::format("{}: a folder there cannot be read ({}); check its permissions, or give the "
                    "files",
                    folder.string(), error.message()));
  // A folder that a pattern finds in a cache, beside others, may be a stray one.
  if (files.size() == before && !may_be_empty)
    throw DataError(fmt::format("{}: the folder holds no data files", folder.string()));
}

void add_glob(const std::string& pattern, Caches& caches, std::vector<DataPath>& files) {
  glob_t found{};
  const int result = ::glob(pattern.c_str(), 0, nullptr, &found);
  for (std::size_t i = 0; result == 0 && i < found.gl_pathc; ++i) {
    if (is_folder(found.gl_pathv[i]))
      add_folder(found.gl_pathv[i], found.gl_pathc > 1 && caches.contain(found.gl_pathv[i]), caches, files);
    else
      files.push_back({found.gl_pathv[i], false, caches.contain(found.gl_pathv[i])});
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
  Caches caches;
  for (const auto& path : paths) {
    if (path != standard_input_path && is_folder(path))
      add_folder(path, false, caches, files);
    else if (path == standard_input_path)
      files.push_back({path, false});
    else if (std::error_code unknown; fs::exists(path, unknown) || fs::is_symlink(path, unknown))
      files.push_back({path, false, caches.contain(path)});
    else
      add_glob(path, caches, files);
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
