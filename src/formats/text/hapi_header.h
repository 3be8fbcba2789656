#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "formats/text/csv_columns.h"

namespace symh {

/// True if the lines that begin with `#` hold the JSON header of a HAPI answer: `#{`.
bool begins_hapi_header(std::string_view text);

/// The columns that a HAPI header describes: name, unit and fill value of each component of each parameter.
/// `json` is the header without its `#`. Throws DataError if it cannot be read; errors name `input` and its
/// first line.
std::vector<CsvColumn> hapi_columns(const TextInput& input, std::string_view json);

}  // namespace symh
