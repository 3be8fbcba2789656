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
  /// read_data() keeps values that cannot be (series/plausibility.h) instead of making them missing.
  bool keep_implausible = false;
  /// Generic CSV: file column -> channel name.
  std::map<std::string, std::string> csv_channels = {};
  /// Where the solar wind was measured, if the format does not say. load() refuses files that contradict it.
  WindPosition solar_wind_at = WindPosition::unknown;
  /// Parse each line by itself. This is slow; tests compare the reading by runs of lines with it.
  bool careful = false;
  /// Called with the share of files read, 0...1. Any of the reading threads may call it.
  std::function<void(double share)> progress = {};
};

/// One file, or one member of an archive, that was read.
struct SourceFile {
  std::string path;    ///< `archive.zip!member` inside an archive
  std::string format;  ///< name of the format that read it
  std::size_t rows = 0;
  std::size_t skipped_lines = 0;  ///< the number of lines skipped with --tolerant
  std::string first_skipped;      ///< the first skipped line, `line:column: found ..., expected ...`
  Status status = Status::unknown;
};

struct LoadedData {
  Series series;
  std::vector<SourceFile> files;
  /// Warnings for the user: assumed UTC, duplicates that differ, a header that contradicts the file name.
  std::vector<std::string> warnings;
};

/// The files that the paths, folders and globs name, sorted by name. Folders are searched recursively,
/// without dot files, README*, pictures and pages. Throws DataError if a pattern matches no file.
std::vector<std::filesystem::path> expand_paths(const std::vector<std::string>& paths);

/// Reads all files, several at a time, into one series. Detects each format and opens gzip, xz and zip. The
/// result does not depend on the number of threads. Throws DataError with `file:line:column: found …,
/// expected …; what to do`.
LoadedData load(const std::vector<std::string>& paths, const ReadOptions& options = {});

}  // namespace symh
