#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/load.h"

namespace symh {

/// The whole content of one file or archive member, and how to name it in errors.
struct TextInput {
  std::string_view text;
  std::string path;
  bool skippable = true;  ///< whether errors may advise --tolerant
};

struct ParsedFile {
  Series series;
  SourceFile source;
  std::vector<std::string> warnings;
  /// The columns as the file names them, to which ReadOptions::column_channels applies; empty for a format
  /// whose columns are fixed.
  std::vector<std::string> columns = {};
  std::vector<std::string> notes = {};  ///< as LoadedData::notes
};

/// One file format. To add one, write a file that defines an `extern const Format`, and add its row in
/// format.cpp.
struct Format {
  std::string_view name;
  /// Recognises the format by the first few KiB.
  bool (*sniff)(std::string_view head);
  /// Throws DataError as load() does.
  ParsedFile (*parse)(const TextInput& input, const ReadOptions& options);
  bool binary = false;
};

/// All formats, in the order in which they are tried.
std::span<const Format> all_formats();
/// The format of that name; throws std::out_of_range for an unknown name.
const Format& format_named(std::string_view name);

}  // namespace symh
