#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "formats/text/line_reader.h"

namespace symh {

/// How a CSV file parts its fields and writes its numbers.
struct CsvDialect {
  char delimiter = ',';  ///< ',', ';', a tab, or ' ' for runs of blanks
  bool decimal_comma = false;
  bool by_blanks() const { return delimiter == ' '; }
};

/// The delimiter of a header line: of tab, semicolon, bar and comma the one that is in it most often outside
/// quotes and brackets; blanks if none does.
char sniff_delimiter(std::string_view header);

/// True if a number of `text` has a decimal comma; a file that parts its fields by commas has none.
bool has_decimal_comma(std::string_view text, char delimiter);

/// Splits at `delimiter` outside quotes; the views point into `line`.
void split_fields(std::string_view line, char delimiter, std::vector<std::string_view>& fields);

/// The field without blanks and quotes around it.
std::string_view unquote(std::string_view field);

/// True for an empty field and for the words that programs write for a missing value: NaN, NA, N/A, NULL,
/// None, <NA>, - and the like, in any case.
bool is_missing(std::string_view field);

/// The number that makes up the whole field; nullopt for other text, and for a decimal point in a file of
/// decimal commas.
std::optional<float> read_number(std::string_view field, bool decimal_comma);

/// A field of a column whose numbers all look like groups of thousands, `120,000` in a file of decimal commas
/// or `120.000` in one whose fields `;` parts, if no other number of the file shows that the sign is the
/// decimal one; empty if there is none. `values` tells which columns hold values. Reads the first lines.
std::string_view find_thousands(LineReader& lines, const CsvDialect& dialect,
                                const std::vector<bool>& values);

}  // namespace symh
