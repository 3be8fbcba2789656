#include "formats/text/csv_header.h"

#include <algorithm>
#include <map>

#include "formats/text/hapi_header.h"
#include "formats/text/instant.h"
#include "formats/text/writers.h"
#include "formats/units.h"
#include "series/channels.h"

namespace symh {
namespace {

std::vector<std::string> names_of(const std::vector<CsvColumn>& columns) {
  std::vector<std::string> names(columns.size());
  std::ranges::transform(columns, names.begin(), &CsvColumn::name);
  return names;
}

/// The text in brackets, or all of it: `[nT]`, `(nT)`, `nT`.
std::string_view without_brackets(std::string_view text) {
  if (text.size() > 2 &&
      ((text.front() == '(' && text.back() == ')') || (text.front() == '[' && text.back() == ']')))
    return text.substr(1, text.size() - 2);
  return text;
}

/// A channel for each unit. The first one is no component of the field, so its unit may name any frame.
const std::vector<std::string_view>& channels_of_units() {
  static const auto channels = [] {
    std::map<std::string_view, std::string_view> first_of;
    for (const auto& channel : all_channels) first_of.try_emplace(channel.unit, channel.name);
    std::vector<std::string_view> names;
    names.reserve(first_of.size());
    for (const auto& [unit, name] : first_of) names.push_back(name);
    return names;
  }();
  return channels;
}

bool is_unit(std::string_view text) {
  return std::ranges::any_of(channels_of_units(), [&](std::string_view channel) {
    return match_unit(channel, text) != UnitMatch::unknown;
  });
}

bool holds_value(std::string_view field) {
  return read_number(field, field.find(',') != std::string_view::npos) || read_instant(field);
}

/// True if the names make a stamp, with `row` as the first line of data. Words that only blanks part may be
/// any text, so a value must follow them.
bool heads_columns(std::string_view names, std::string_view row) {
  const char delimiter = sniff_delimiter(names);
  std::vector<std::string_view> fields;
  split_fields(row, delimiter, fields);
  return has_time_columns(names_of(csv_columns_of(names, delimiter)), fields) &&
         (delimiter != ' ' || std::ranges::any_of(fields, holds_value));
}

/// True for a comment that is a row of units: `# UTC,nT,nT`.
bool is_commented_units(std::string_view line) {
  const auto text = comment_text(line);
  std::vector<std::string_view> fields;
  split_fields(text, sniff_delimiter(text), fields);
  return fields.size() > 1 && is_row_of_units(fields);
}

/// At most so many lines come before the header: the title of a sheet, the source of the data.
constexpr std::size_t most_title_lines = 20;

class HeaderReader {
 public:
  HeaderReader(const TextInput& input, LineReader& lines) : input_(input), lines_(lines) {}

  CsvHeader read() {
    skip_comments();
    if (!json_.empty()) {
      header_.is_hapi = true;
      header_.columns = hapi_columns(input_, json_);
    } else {
      read_names();
    }
    read_units();
    header_.dialect.decimal_comma = has_decimal_comma(lines_.rest(), header_.dialect.delimiter);
    return std::move(header_);
  }

 private:
  /// Reads the comments and leaves the reader before the line behind them.
  void skip_comments() {
    const bool hapi = begins_hapi_header(lines_.rest());
    for (auto before = lines_; lines_.next(line_); before = lines_) {
      if (!is_csv_comment(line_) && !trim(line_).empty()) {
        lines_ = before;
        break;
      }
      if (const auto position = wind_position_of(line_); position != WindPosition::unknown)
        header_.wind_position = position;
      if (hapi && is_csv_comment(line_)) json_.append(line_.substr(1)).append("\n");
      if (!hapi && is_csv_comment(line_)) take_comment();
    }
  }

  /// The last comment may be the header, and the one behind it its row of units.
  void take_comment() {
    if (!last_comment_.empty() && is_commented_units(line_)) {
      comment_units_ = line_;
      return;
    }
    last_comment_ = line_;
    last_comment_number_ = lines_.number();
    comment_units_ = {};
  }

  /// Reads the names from the line behind the comments, or from the last comment if that line holds data.
  void read_names() {
    auto behind = lines_;
    std::string_view names, data;
    behind.next(names);
    auto after = behind;
    after.next(data);
    if (!take_names(names, data) && !last_comment_.empty() &&
        take_names(comment_text(last_comment_), names)) {
      header_.is_comment = true;
      header_.number = last_comment_number_;
      if (!comment_units_.empty()) take_units(comment_text(comment_units_));
      return;
    }
    auto header = behind;
    std::string_view line = names;
    bool found = take_names(names, data);
    for (std::size_t titles = 0; !found && titles < most_title_lines && header.next(line); ++titles) {
      after = header;
      after.next(data);
      found = take_names(line, data);
    }
    // Without a header anywhere, the message names the first line.
    take_columns(found ? line : names);
    if (found) behind = header;
    header_.number = behind.number();
    lines_ = behind;
  }

  /// Gives the columns the units of a row that has one for each.
  void take_units(std::string_view line) {
    std::vector<std::string_view> fields;
    split_fields(line, header_.dialect.delimiter, fields);
    if (fields.size() != header_.columns.size()) return;
    for (std::size_t i = 0; i < fields.size(); ++i) header_.columns[i].unit = unit_in(fields[i]);
  }

  void take_columns(std::string_view names) {
    header_.line = names;
    header_.dialect.delimiter = sniff_delimiter(names);
    header_.columns = csv_columns_of(names, header_.dialect.delimiter);
  }

  /// Takes the line as the header if its names make a stamp.
  bool take_names(std::string_view names, std::string_view data) {
    take_columns(names);
    std::vector<std::string_view> first;
    split_fields(data, header_.dialect.delimiter, first);
    return has_time_columns(names_of(header_.columns), first);
  }

  /// Reads the row of units, if there is one, and looks at the first line of data.
  void read_units() {
    for (auto before = lines_; lines_.next(line_); before = lines_) {
      std::vector<std::string_view> fields;
      split_fields(line_, header_.dialect.delimiter, fields);
      const bool units_behind_mark =
          is_csv_comment(line_) && header_.units.empty() && is_row_of_units(fields);
      if (trim(line_).empty() || (is_csv_comment(line_) && !units_behind_mark)) continue;
      if (header_.units.empty() && fields.size() == header_.columns.size() && is_row_of_units(fields)) {
        header_.units = line_;
        take_units(line_);
        continue;
      }
      header_.first_line = line_;
      lines_ = before;
      return;
    }
  }

  const TextInput& input_;
  LineReader& lines_;
  std::string_view line_;
  std::string json_;
  std::string_view last_comment_, comment_units_;
  std::size_t last_comment_number_ = 0;
  CsvHeader header_;
};

}  // namespace

CsvHeader read_csv_header(const TextInput& input, LineReader& lines) {
  return HeaderReader(input, lines).read();
}

std::vector<CsvColumn> csv_columns_of(std::string_view line, char delimiter) {
  std::vector<std::string_view> fields;
  split_fields(line, delimiter, fields);
  std::vector<CsvColumn> columns;
  columns.reserve(fields.size());
  for (const auto field : fields)
    columns.push_back({.name = std::string(unquote(field)),
                       .unit = {},
                       .position = static_cast<std::size_t>(field.data() - line.data()) + 1});
  return columns;
}

std::string_view unit_in(std::string_view field) { return without_brackets(unquote(field)); }

bool is_row_of_units(const std::vector<std::string_view>& fields) {
  constexpr std::size_t most_words = 100;  // of a row of units that are none; each costs much to look up
  bool any = false;
  std::size_t words = 0;
  for (const auto field : fields) {
    const auto text = unquote(field);
    if (text.empty()) continue;
    if (holds_value(text)) return false;
    any = any || (words++ < most_words && is_unit(without_brackets(text)));
  }
  return any;
}

bool is_csv_comment(std::string_view line) {
  return line.starts_with('#') || line.starts_with('%') || line.starts_with('!') || line.starts_with("//") ||
         line.starts_with("; ") || line.starts_with("\"#") || line.starts_with("sep=");
}

WindPosition wind_position_of(std::string_view comment) {
  for (const auto position : {WindPosition::l1, WindPosition::bow_shock})
    if (trim(comment) == wind_position_line(position)) return position;
  return WindPosition::unknown;
}

std::string_view comment_text(std::string_view line) {
  const auto first = line.find_first_not_of("#%!/; \t");
  return first == std::string_view::npos ? std::string_view{} : line.substr(first);
}

namespace {

/// True if `line`, or a comment before it, or a line not far behind is a header with data behind it. A header
/// that titles precede must be sure: its data begin with a stamp.
bool begins_table(LineReader lines, std::string_view line, std::string_view last_comment) {
  auto behind = lines;
  std::string_view data;
  behind.next(data);
  if (heads_columns(line, data) || heads_columns(comment_text(last_comment), line)) return true;
  for (std::size_t i = 0; i < most_title_lines && lines.next(line); ++i) {
    behind = lines;
    if (!behind.next(data)) return false;
    const char delimiter = sniff_delimiter(line);
    std::vector<std::string_view> fields;
    split_fields(data, delimiter, fields);
    if (delimiter != ' ' && heads_columns(line, data) && std::ranges::any_of(fields, holds_value))
      return true;
  }
  return false;
}

}  // namespace

bool is_csv_head(std::string_view head) {
  LineReader lines(head);
  std::string_view line, last_comment;
  const bool hapi = begins_hapi_header(lines.rest());
  // Nothing but comments so far: no other format begins like this.
  constexpr std::size_t least_of_a_long_file = 8000;
  const bool commented = head.starts_with('#') && head.size() >= least_of_a_long_file;
  while (lines.next(line)) {
    if (trim(line).empty()) continue;
    if (is_csv_comment(line)) {
      if (last_comment.empty() || !is_commented_units(line)) last_comment = line;
      continue;
    }
    if (hapi) return true;
    return begins_table(lines, line, last_comment);
  }
  return commented;
}

}  // namespace symh
