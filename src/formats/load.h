#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "series/series.h"

namespace symh {

struct ReadOptions {
  /// Skip bad fields and lines and count them instead of refusing the file.
  bool tolerant = false;
  /// read_data() keeps values that cannot be (series/plausibility.h) instead of making them missing.
  bool keep_implausible = false;
  /// Column of a file -> channel, or `time` for the column of the stamp.
  std::map<std::string, std::string> column_channels = {};
  /// The columns of column_channels that the user named: a file must have them, and their channels must be
  /// known. The columns that a model was trained on need not be there, as it may forecast from other files.
  std::vector<std::string> required_columns = {};
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
  std::string first_skipped;      ///< the first skipped line or field, `line:column: found ..., expected ...`
  Status status = Status::unknown;
  std::size_t skipped_fields = 0;  ///< the number of values skipped with --tolerant in lines that were kept
};

struct LoadedData {
  Series series;
  std::vector<SourceFile> files;
  /// Warnings for the user: assumed UTC, duplicates that differ, a header that contradicts the file name.
  std::vector<std::string> warnings;
  /// What the user may want to know: names and units that were converted, values that attributes mark as
  /// missing, samples averaged to minutes.
  std::vector<std::string> notes;
};

/// Reads all files that data_paths() finds, several at a time, into one series; `-` is the standard input.
/// Detects each format and opens archives (archive.h). A file of a folder, or a member of an archive, that
/// has no known format is left out with a warning, unless nothing else is there. The result does not depend
/// on the number of threads. Throws UsageError if no file has one of options.required_columns, or if symh
/// knows no channel of its name. Throws DataError with `file:line:column: found …, expected …; what to do`.
LoadedData load(const std::vector<std::string>& paths, const ReadOptions& options = {});

}  // namespace symh
