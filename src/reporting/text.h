#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace symh {

/// `text` for use between tags or in a quoted attribute, its foreign words printable (core/printable.h).
std::string escape_html(std::string_view text);

/// `text` as a JSON string that can stand inside <script>: no `<` is left in it, and it is printable.
std::string json_string(std::string_view text);

/// A JSON number of at most `digits` significant digits; `null` for NaN and infinities.
std::string json_number(double value, int digits = 6);

/// JSON array of json_number.
std::string json_numbers(const std::vector<double>& values, int digits = 6);

/// A number with fixed decimals for a table cell; an en dash for NaN or infinity.
std::string cell(double value, int decimals = 2);

/// True for a cell that holds only numbers, which is aligned right.
bool is_numeric_cell(std::string_view text);

}  // namespace symh
