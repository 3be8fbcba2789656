#pragma once
#include <string>
#include <string_view>

#include "formats/format.h"

namespace symh {

/// Detects the format of a text, or of the bytes of a NetCDF file, and reads it. `name` is the file's name in
/// errors. Throws DataError as load() does. Clear `skippable` for a command without --tolerant: errors then
/// do not advise it.
ParsedFile parse_text(const std::string& name, std::string_view text, const ReadOptions& options,
                      bool skippable = true);

}  // namespace symh
