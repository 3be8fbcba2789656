#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "formats/text/csv_columns.h"
#include "formats/text/csv_dialect.h"
#include "formats/text/line_reader.h"
#include "series/series.h"

namespace symh {

/// What comes before the data of a CSV file.
struct CsvHeader {
  CsvDialect dialect;
  std::vector<CsvColumn> columns;
  std::string_view line;        ///< the header as written; empty for a HAPI file
  std::size_t number = 1;       ///< its line
  bool is_comment = false;      ///< the header is a comment: `# time,sym_h`
  bool is_hapi = false;         ///< the header is the JSON of a HAPI server
  std::string_view units;       ///< the row of units; empty if there is none
  std::string_view first_line;  ///< the first line of data; empty if there is none
  WindPosition wind_position = WindPosition::unknown;
};

/// Reads up to the first line of data, which the next lines.next() gives.
CsvHeader read_csv_header(const TextInput& input, LineReader& lines);

/// The names in a header line.
std::vector<CsvColumn> csv_columns_of(std::string_view line, char delimiter);

/// True if the fields are the units of their columns, as in `UTC,nT,km/s`.
bool is_row_of_units(const std::vector<std::string_view>& fields);

/// The unit that a field of such a row states: `(nT)` gives `nT`.
std::string_view unit_in(std::string_view field);

/// The position of the solar wind that a comment states as write_csv() writes it.
WindPosition wind_position_of(std::string_view comment);

/// True for a line that is neither header nor data: a comment of any program (`#`, `%`, `!`, `//`), and
/// Excel's `sep=;`.
bool is_csv_comment(std::string_view line);

/// A comment without its marks: `# time sym_h` gives `time sym_h`.
std::string_view comment_text(std::string_view line);

/// True for the first lines of a CSV file that read_csv_header() can read.
bool is_csv_head(std::string_view head);

}  // namespace symh
