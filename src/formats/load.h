#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "series/series.h"

namespace symh {

struct ReadOptions {
  /// Skip bad lines and count them instead of refusing the file.
  bool tolerant = false;
  /// Generic CSV: file column -> channel name.
  std::map<std::string, std::string> csv_channels = {};
  /// Where the solar wind was measured, for formats that do not say; a format that says otherwise is refused.
  WindPosition solar_wind_at = WindPosition::unknown;
  /// Judge each line by itself: slow, and what reading by runs of like lines is tested against.
  bool careful = false;
  /// Called with the share of files read, 0...1, from any of the reading threads.
  std::function<void(double share)> progress = {};
};

/// One file (or member of an archive) as it was read.
struct SourceFile {
  std::string path;    ///< `archive.zip!member` inside an archive
  std::string format;  ///< name of the format that read it
  std::size_t rows = 0;
  std::size_t skipped_lines = 0;  ///< with --tolerant
  std::string first_skipped;      ///< the first of them, `line:column: found ..., expected ...`
  Status status = Status::unknown;
};

struct LoadedData {
  Series series;
  std::vector<SourceFile> files;
  /// Things a user should know: assumed UTC, differing duplicates, header and file name that disagree.
  std::vector<std::string> warnings;
};

/// Files behind paths, folders (recursively, dot files, README*, pictures and pages left out) and globs,
/// sorted by name. Throws DataError where one matches nothing.
std::vector<std::filesystem::path> expand_paths(const std::vector<std::string>& paths);

/// Reads every file (format sniffed, gzip, xz and zip opened), several at a time, into one series; nothing
/// depends on how many at a time. Throws DataError with
/// `file:line:column: found …, expected …; what to do`.
LoadedData load(const std::vector<std::string>& paths, const ReadOptions& options = {});

}  // namespace symh
