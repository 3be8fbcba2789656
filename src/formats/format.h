#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/load.h"

namespace symh {

/// The whole text of one file or archive member, and how to name it in errors.
struct TextInput {
  std::string_view text;
  std::string path;
};

struct ParsedFile {
  Series series;
  SourceFile source;
  std::vector<std::string> warnings;
};

/// One file format. A new one is one file that defines an `extern const Format`, and a line in registry.cpp.
struct Format {
  std::string_view name;
  /// Looks at the first few KiB.
  bool (*sniff)(std::string_view head);
  /// Throws DataError as load() documents.
  ParsedFile (*parse)(const TextInput& input, const ReadOptions& options);
};

/// Finds the format of a text and reads it; `name` is how errors name it. Throws DataError as load() does.
ParsedFile parse_text(const std::string& name, std::string_view text, const ReadOptions& options);

std::span<const Format> all_formats();
/// By its name; throws std::out_of_range for an unknown one.
const Format& format_named(std::string_view name);

}  // namespace symh
