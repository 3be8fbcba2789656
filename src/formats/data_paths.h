#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace symh {

/// The path by which a user means the standard input.
inline constexpr const char* standard_input_path = "-";

/// A file that holds data, and whether the user named it or it was found in a folder.
struct DataPath {
  std::filesystem::path path;
  bool in_folder = false;
  bool in_cache = false;  ///< the folder is a cache of `symh fetch`: a damaged file there is left out
  bool operator==(const DataPath&) const = default;
};

/// The name of the hidden file by which a folder is known as one that `symh fetch` keeps.
inline constexpr const char* cache_mark = ".lock";

/// The files that the paths, folders and globs name, sorted by name. Folders are searched recursively,
/// without the files that holds_data() excludes; in a cache of `symh fetch` only hidden files are excluded,
/// so that whatever else lies there is named. Throws DataError if a pattern matches no file or a folder holds
/// none.
std::vector<DataPath> data_paths(const std::vector<std::string>& paths);

/// The paths alone.
std::vector<std::filesystem::path> expand_paths(const std::vector<std::string>& paths);

/// All bytes of the standard input. It is read once: later calls give the same bytes. Throws DataError if it
/// cannot be read.
const std::string& standard_input();

}  // namespace symh
