#include "formats/text/observatory_header.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "formats/text/iaga2002_line.h"
#include "formats/text/line_reader.h"

namespace symh {
namespace {

constexpr std::size_t key_width = 23;

double degrees_of(std::string_view text, double low, double high) {
  const auto value = to_number(text);
  const bool possible = value && *value >= low && *value <= high;
  return possible ? static_cast<double>(*value) : std::numeric_limits<double>::quiet_NaN();
}

std::string capitals(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return result;
}

}  // namespace

void read_header_line(std::string_view line, ObservatoryHeader& header) {
  const auto content = trim(line);
  const auto key = plain_iaga_name(content.substr(0, key_width));
  const auto value = iaga_header_value(content);
  if (key == "IAGACODE") header.code = capitals(value);
  if (key == "SOURCEOFDATA") header.source = value;
  if (key == "STATIONNAME") header.name = value;
  if (key == "DATATYPE") header.data_type = value;
  if (key == "GEODETICLATITUDE") header.latitude_degrees = degrees_of(value, -90, 90);
  if (key == "GEODETICLONGITUDE") header.longitude_degrees = degrees_of(value, -180, 360);
}

ObservatoryHeader read_observatory_header(std::string_view text) {
  ObservatoryHeader header;
  LineReader lines(text);
  std::string_view line;
  while (lines.next(line) && !trim(without_tags(line)).starts_with("DATE"))
    read_header_line(without_tags(line), header);
  return header;
}

Status status_of_data_type(std::string_view data_type) {
  const auto text = plain_iaga_name(data_type);
  if (text.starts_with("DEFINITIVE")) return Status::definitive;
  if (text.starts_with("QUASIDEF")) return Status::provisional;
  for (const auto* quick : {"VARIATION", "REPORTED", "ADJUSTED", "PROVISIONAL", "PRELIMINARY"})
    if (text.starts_with(quick)) return Status::quick_look;
  return Status::unknown;
}

ValueKind classify_field(float value_nt) {
  constexpr float largest_nt = 80000, missing_nt = 99999, not_recorded_nt = 88888;
  const float size = std::abs(value_nt);
  if (size < largest_nt) return ValueKind::observed;
  // Some writers fill the decimals too: 99999.90, 88888.80.
  const bool fill = (size >= missing_nt && size < missing_nt + 1) ||
                    (size >= not_recorded_nt && size < not_recorded_nt + 1);
  return fill ? ValueKind::fill : ValueKind::impossible;
}

ValueKind classify_h(float h_nt) {
  const auto kind = classify_field(h_nt);
  return kind == ValueKind::observed && h_nt <= 0 ? ValueKind::impossible : kind;
}

std::string_view code_of_column(std::string_view column) {
  constexpr std::size_t code_length = 3;
  constexpr std::string_view elements = "XYZHDIFGESV";
  const auto is_plain = [](unsigned char c) { return std::isalnum(c) != 0; };
  if (column.size() != code_length + 1 || !std::ranges::all_of(column, is_plain)) return {};
  const auto element = static_cast<char>(std::toupper(static_cast<unsigned char>(column.back())));
  const auto code = column.substr(0, code_length);
  const bool index = capitals(code) == "SYM" || capitals(code) == "ASY";
  return index || elements.find(element) == std::string_view::npos ? std::string_view{} : code;
}

}  // namespace symh
