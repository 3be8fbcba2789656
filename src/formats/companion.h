#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace symh {

/// A file that explains another one: OMNIWeb gives each list (`.lst`) a file `.fmt` with its columns.
struct Companion {
  std::string name;  ///< as errors name it; `archive.zip!member` inside an archive
  std::string text;
};

/// The names that the `.fmt` of the list `path` may have, the likeliest first: x.fmt for x.lst, and x.fmt.txt
/// or x.fmt for x.lst.txt.
std::vector<std::string> companion_names(const std::string& path);

/// The `.fmt` beside the list `path`, or in the same archive for a path `archive.zip!member`; nullopt if
/// there is none.
std::optional<Companion> companion_of(const std::string& path);

/// The `.fmt` file beside the list `path` on disk; nullopt if there is none.
std::optional<std::filesystem::path> companion_file(const std::filesystem::path& path);

}  // namespace symh
