#pragma once
#include <string>
#include <string_view>

#include "formats/format.h"

namespace symh {

/// Finds the format of a text, or of a NetCDF file's bytes, and reads it; `name` is the file's name in
/// errors. Throws DataError as load() does. If the command has no --tolerant, bad lines are not `skippable`,
/// and the message does not advise it.
ParsedFile parse_text(const std::string& name, std::string_view text, const ReadOptions& options,
                      bool skippable = true);

}  // namespace symh
