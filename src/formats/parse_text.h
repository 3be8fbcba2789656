#pragma once
#include <string>
#include <string_view>

#include "core/error.h"
#include "formats/format.h"

namespace symh {

/// The content has no format that symh knows.
struct UnknownFormat : DataError {
  using DataError::DataError;
};

/// Detects the format of a text, or of the bytes of a binary file, and reads it. `name` is the file's name in
/// errors. Throws DataError as load() does, UnknownFormat if no format fits. Clear `skippable` for a command
/// without --tolerant: errors then do not advise it.
ParsedFile parse_text(const std::string& name, std::string_view text, const ReadOptions& options,
                      bool skippable = true);

}  // namespace symh
