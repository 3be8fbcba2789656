#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "core/error.h"
#include "formats/format.h"
#include "formats/text/csv_header.h"
#include "formats/text/csv_line.h"
#include "formats/text/csv_stamp.h"
#include "formats/text/csv_values.h"
#include "formats/text/hapi_header.h"
#include "formats/text/line_reader.h"
#include "formats/text/minute_averages.h"
#include "formats/text/row_collector.h"
#include "series/channel_names.h"

namespace symh {
namespace {

constexpr std::string_view remedy = "mend the line";
constexpr std::string_view parting = "put it into a file of its own";

using Fields = std::vector<std::string_view>;

class Reader {
 public:
  Reader(const TextInput& input, const ReadOptions& options)
      : input_(input),
        options_(options),
        lines_(input.text),
        bad_lines_(input, options, result_.source),
        header_(read_csv_header(input, lines_)),
        roles_(settle_roles(input, header_.number, header_.columns, first_row(), options.column_channels)),
        stamps_(roles_.roles),
        plain_(header_.dialect, roles_),
        values_(roles_),
        row_(roles_.channels.size(), missing),
        rows_(input, roles_.channels),
        minutes_(rows_, roles_.channels.size()) {
    for (const auto& column : header_.columns) result_.columns.push_back(column.name);
    refuse_thousands();
    constexpr std::size_t usual_line = 40, least_field = 2;
    rows_.reserve(input.text.size() / std::max(usual_line, least_field * header_.columns.size()));
    find_stamp();
  }

  ParsedFile read() {
    std::string_view line;
    while (lines_.next(line)) {
      if (trim(line).empty() || line == header_.line || line == header_.units) continue;
      if (is_csv_comment(line)) {
        take_comment(line);
        continue;
      }
      split(line);
      const auto instant = take(line);
      if (!instant || options_.careful || has_marks()) continue;
      plain_.remember(fields_, *instant, stamps_.unit());
      take_plain();
    }
    return finish();
  }

 private:
  /// `120,000` may be 120 or 120000: refuses a file whose numbers do not tell.
  void refuse_thousands() const {
    std::vector<bool> values;
    for (const auto role : roles_.roles) values.push_back(role == CsvRole::value);
    auto lines = lines_;
    const auto field = find_thousands(lines, header_.dialect, values);
    if (!field.empty())
      refuse(input_, lines.number(), 1, field, "a number without separators of thousands, such as 120000",
             "write the column without them");
  }

  Fields first_row() const {
    Fields fields;
    if (!header_.first_line.empty()) split_fields(header_.first_line, header_.dialect.delimiter, fields);
    return fields;
  }

  /// Splits a line into fields_. Where blanks part the fields, date and time of a stamp are one field; empty
  /// fields behind the last column are no fields.
  void split(std::string_view line) {
    split_fields(line, header_.dialect.delimiter, fields_);
    const std::size_t width = header_.columns.size();
    if (header_.dialect.by_blanks() && fields_.size() == width + 1 && stamp_ < width) {
      const auto *const from = fields_[stamp_].data(), *const to = fields_[stamp_ + 1].data();
      fields_[stamp_] = {from, static_cast<std::size_t>(to - from) + fields_[stamp_ + 1].size()};
      fields_.erase(fields_.begin() + static_cast<std::ptrdiff_t>(stamp_) + 1);
    }
    while (fields_.size() > width && trim(fields_.back()).empty()) fields_.pop_back();
  }

  void find_stamp() {
    stamp_ = static_cast<std::size_t>(std::ranges::find(roles_.roles, CsvRole::stamp) - roles_.roles.begin());
  }

  std::size_t place_of(std::string_view line, std::size_t column) const {
    return static_cast<std::size_t>(fields_[column].data() - line.data()) + 1;
  }

  /// Reads plain lines until a line needs the careful reader.
  void take_plain() {
    Instant instant;
    while (const auto length = plain_.read(lines_.rest(), instant, row_.data())) {
      if (!values_.settle(row_)) return;  // take() refuses it with a message
      values_.saw(row_);
      lines_.skip(length, 1);
      minutes_.add(instant, row_.data(), lines_.number());
    }
  }

  /// Reads one line; returns its moment, or nullopt for a line without values.
  std::optional<Instant> take(std::string_view line) {
    const std::size_t width = header_.columns.size();
    CsvStamps::Fault fault;
    std::optional<ReadInstant> read;
    if (fields_.size() == width) read = stamps_.read(fields_, fault);
    if (!read && take_another_header(line)) return std::nullopt;
    if (fields_.size() != width) {
      bad_lines_.add(lines_.number(), 1, fmt::format("{} fields", fields_.size()),
                     fmt::format("{} as the header says", width), remedy);
      return std::nullopt;
    }
    if (!read) {
      const auto text = unquote(fields_[fault.column]);
      bad_lines_.add(lines_.number(), place_of(line, fault.column), text,
                     is_day_or_month_first(text) ? "a date with the year first, as this may be May or March"
                                                 : fault.expected,
                     remedy);
      return std::nullopt;
    }
    if (!is_of_active(line)) return std::nullopt;
    assumed_utc_ = assumed_utc_ || (!read->has_zone && !roles_.names_utc && !header_.is_hapi);
    for (std::size_t i = 0; i < width; ++i)
      if (roles_.roles[i] == CsvRole::value) row_[roles_.channel[i]] = take_value(line, i);
    if (is_marked_bad()) std::ranges::fill(row_, missing);
    values_.saw(row_);
    minutes_.add(read->instant, row_.data(), lines_.number());
    return read->instant;
  }

  bool has_marks() const { return std::min(roles_.active, roles_.quality) < header_.columns.size(); }

  /// False for a row of a spacecraft that was not the active one.
  bool is_of_active(std::string_view line) {
    if (roles_.active >= fields_.size()) return true;
    const auto text = unquote(fields_[roles_.active]);
    constexpr std::array<std::string_view, 6> no{"0", "false", "False", "FALSE", "f", "F"},
        yes{"1", "true", "True", "TRUE", "t", "T"};
    const bool inactive = std::ranges::find(no, text) != no.end();
    if (!inactive && std::ranges::find(yes, text) == yes.end())
      bad_lines_.add_field(lines_.number(), place_of(line, roles_.active), text, "true or false", remedy);
    inactive_ += inactive ? 1 : 0;
    return !inactive;
  }

  bool is_marked_bad() {
    if (roles_.quality >= fields_.size()) return false;
    const auto quality = read_number(unquote(fields_[roles_.quality]), header_.dialect.decimal_comma);
    const bool bad = quality && *quality != 0;
    marked_bad_ += bad ? 1 : 0;
    return bad;
  }

  /// `05/03/2019`.
  static bool is_day_or_month_first(std::string_view text) {
    const auto sign = text.find_first_of("/-.");
    return (sign == 1 || sign == 2) && text.find(text[sign], sign + 1) != std::string_view::npos &&
           text.substr(0, sign).find_first_not_of("0123456789") == std::string_view::npos;
  }

  /// The value of a field; missing for a fill value, and with --tolerant for one that cannot be.
  float take_value(std::string_view line, std::size_t column) {
    const auto text = unquote(fields_[column]);
    const auto channel = roles_.channel[column];
    if (is_missing(text)) return missing;
    const auto value = read_number(text, header_.dialect.decimal_comma);
    if (!value && values_.becomes_words(channel)) {
      roles_.roles[column] = CsvRole::skip;
      return missing;
    }
    const auto refuse_field = [&](const std::string& expected) {
      bad_lines_.add_field(lines_.number(), place_of(line, column), text, expected, remedy);
      return missing;
    };
    if (!value)
      return refuse_field(header_.dialect.decimal_comma
                              ? "a number with a decimal comma, as elsewhere in this file"
                              : "a number, or nothing for missing");
    if (values_.kind_of(channel, *value) == ValueKind::impossible)
      return refuse_field(bounds_text(*roles_.infos[channel]) + ", or nothing for missing");
    return values_.settled(channel, *value);
  }

  /// A comment among the data: of joined files it may be the header, or state another place of the wind.
  void take_comment(std::string_view line) {
    const auto position = wind_position_of(line);
    if (position != WindPosition::unknown && position != header_.wind_position)
      refuse(input_, lines_.number(), 1, line, "the solar wind of one place in a file", parting);
    if (header_.is_hapi && begins_hapi_header(line)) return take_another_hapi_header(line);
    if (!header_.is_comment) return;
    const auto text = comment_text(line);
    if (text == header_.line) return;
    split_fields(text, header_.dialect.delimiter, fields_);
    take_another_header(text);
  }

  /// The header of a joined HAPI answer must describe the same columns in the same order.
  void take_another_hapi_header(std::string_view line) {
    const auto number = lines_.number();
    std::string json;
    for (auto before = lines_; line.starts_with('#'); before = lines_) {
      json.append(line.substr(1)).append("\n");
      if (!lines_.next(line)) break;
      if (!line.starts_with('#')) lines_ = before;
    }
    const auto same = [](const CsvColumn& a, const CsvColumn& b) {
      return a.name == b.name && a.unit == b.unit &&
             (a.fill == b.fill || (a.fill != a.fill && b.fill != b.fill));
    };
    const auto columns = hapi_columns(input_, json);
    // A few characters may stand for many columns: headers must not cost more than the file has characters.
    again_columns_ += columns.size();
    const bool too_many = again_columns_ > input_.text.size() + columns.size();
    if (too_many || !std::ranges::equal(columns, header_.columns, same))
      refuse(input_, number, 1, "another HAPI header", "the columns of the first one", parting);
  }

  /// Takes the fields as a header if they are one: the header of a joined file, which may have the columns in
  /// another order. Returns false for a line that is no header. Refuses other columns.
  bool take_another_header(std::string_view line) {
    auto columns = csv_columns_of(line, header_.dialect.delimiter);
    std::vector<std::string> names;
    for (const auto& column : columns) {
      names.push_back(column.name);
      if (read_number(column.name, false)) return false;
    }
    if (!has_columns_of_header(names)) {
      if (!has_time_columns(names, {})) return false;
      refuse(input_, lines_.number(), 1, line,
             fmt::format("the columns of line {}, in any order", header_.number), parting);
    }
    reorder(columns);
    header_.line = line;
    pass_units();
    return true;
  }

  /// True if these are the names of the header in any order. Lines of another width cost no more than
  /// themselves, however wide the header is.
  bool has_columns_of_header(const std::vector<std::string>& names) const {
    if (names.size() != header_.columns.size()) return false;
    std::multiset<std::string> before, now;
    for (const auto& column : header_.columns) before.insert(plain_name(column.name));
    for (const auto& name : names) now.insert(plain_name(name));
    return now == before;
  }

  /// Passes over the row of units behind another header, which must state the same units.
  void pass_units() {
    auto behind = lines_;
    std::string_view line;
    if (!behind.next(line)) return;
    Fields units;
    split_fields(line, header_.dialect.delimiter, units);
    if (units.size() != header_.columns.size() || !is_row_of_units(units)) return;
    for (std::size_t i = 0; i < units.size(); ++i)
      if (unit_in(units[i]) != header_.columns[i].unit)
        refuse(input_, behind.number(), 1, line, "the units of the first header", parting);
    lines_ = behind;
  }

  /// Takes over the order of another header's columns, which have the same names.
  void reorder(const std::vector<CsvColumn>& columns) {
    const auto old = header_.columns;
    const auto roles = roles_.roles;
    const auto channel = roles_.channel;
    const auto active = roles_.active, quality = roles_.quality;
    CsvNamePlaces places(old);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto from = places.take(columns[i].name);
      header_.columns[i] = old[from];
      roles_.roles[i] = roles[from];
      roles_.channel[i] = channel[from];
      if (from == active) roles_.active = i;
      if (from == quality) roles_.quality = i;
    }
    find_stamp();
  }

  void note(const std::string& text) { result_.warnings.push_back(fmt::format("{}: {}", input_.path, text)); }

  ParsedFile finish() {
    result_.source.rows = rows_.rows();
    if (rows_.rows() == 0 && result_.source.skipped_lines > 0)
      throw DataError(
          fmt::format("{}: none of its {} lines of data can be read, the first at {}; mend the file",
                      input_.path, result_.source.skipped_lines, result_.source.first_skipped));
    for (const auto& text : roles_.notes) note(text);
    if (!roles_.renamed.empty())
      result_.notes.push_back(fmt::format("{}: {}", input_.path, fmt::join(roles_.renamed, "; ")));
    if (inactive_ > 0) note(fmt::format("{} rows of inactive spacecraft are left out", inactive_));
    if (marked_bad_ > 0)
      note(fmt::format("{} rows are marked bad by their quality and left out", marked_bad_));
    if (assumed_utc_) note("stamps have no time zone; taken as UTC");
    if (const auto* unit = stamps_.unit())
      note(fmt::format("its times are read as {} since 1970-01-01 UTC", unit->name));
    if (header_.dialect.decimal_comma) note("its numbers have decimal commas");
    const auto told = minutes_.told();
    if (!told.empty()) note(told);
    result_.series = rows_.finish(told.empty() ? Minutes{0} : rows_.cadence_of_samples(), result_.warnings);
    drop_words();
    std::ranges::copy(values_.told(input_.path), std::back_inserter(result_.warnings));
    result_.series.solar_wind_at = header_.wind_position;
    return std::move(result_);
  }

  /// Leaves out the columns of words.
  void drop_words() {
    std::vector<std::string> names;
    for (std::size_t c = 0; c < roles_.channels.size(); ++c)
      if (values_.is_words(c)) names.push_back(roles_.channels[c]);
    if (names.empty()) return;
    const std::set<std::string_view> words(names.begin(), names.end());
    std::erase_if(result_.series.channels,
                  [&](const Channel& channel) { return words.contains(channel.name); });
    if (result_.series.channels.empty())
      refuse(input_, header_.number, 1, header_.line, "a column of numbers beside the time",
             "mend the file or leave it out");
    note(fmt::format("left out: {} (words, not numbers)", fmt::join(names, ", ")));
  }

  const TextInput& input_;
  const ReadOptions& options_;
  LineReader lines_;
  ParsedFile result_;
  BadLines bad_lines_;
  CsvHeader header_;
  CsvRoles roles_;
  CsvStamps stamps_;
  PlainCsvLines plain_;
  CsvValues values_;
  std::vector<float> row_;  ///< [channel] of the line being read
  RowCollector rows_;
  MinuteAverages minutes_;
  Fields fields_;
  std::size_t stamp_ = 0;  ///< the column of the whole stamp; behind all columns if there is none
  bool assumed_utc_ = false;
  std::size_t inactive_ = 0, marked_bad_ = 0;
  std::size_t again_columns_ = 0;  ///< of all HAPI headers behind the first
};

ParsedFile parse(const TextInput& input, const ReadOptions& options) { return Reader(input, options).read(); }

}  // namespace

extern const Format csv_format{"CSV", is_csv_head, parse};

}  // namespace symh
