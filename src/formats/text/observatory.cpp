#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/error.h"
#include "formats/format.h"
#include "formats/text/iaga2002_line.h"
#include "formats/text/line_reader.h"
#include "formats/text/minute_averages.h"
#include "formats/text/observatory_header.h"
#include "formats/text/row_collector.h"
#include "formats/text/words.h"
#include "stations/observatories.h"

namespace symh {
namespace {

constexpr std::string_view refetch = "fetch the file again";
constexpr std::string_view range_of_h = "H between 0 and 80000 nT, or 99999.00 for missing";
constexpr std::string_view range_of_field =
    "a component between -80000 and 80000 nT, or 99999.00 for missing";

/// The columns of a file: the words of a data line that hold the field, and the observatory.
struct Columns {
  std::size_t count = 0;  ///< value columns of the file
  std::string code;       ///< in capitals
  std::optional<std::size_t> h, x, y;
};

/// The words of a line of columns, in capitals; they point into `text`.
std::size_t split_columns(std::string& text, IagaWords& words) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return c == '|' ? ' ' : static_cast<char>(std::toupper(c)); });
  return split_words(text, words);
}

Columns read_columns(const TextInput& input, std::string_view line, std::size_t number) {
  std::string text(line);
  IagaWords words;
  const auto count = split_columns(text, words);
  const auto shown = trim(line.substr(std::min(line.size(), first_iaga_value_column)));
  if (count < 4 || count > most_iaga_columns + 3)
    refuse(input, number, 1, trim(line), "DATE TIME DOY and one to eight column names", refetch);
  Columns columns;
  columns.count = count - 3;
  for (std::size_t i = 3; i < count; ++i) {
    const auto code = code_of_column(words[i]);
    if (code.empty()) continue;  // a component that was not recorded, or a name of another kind
    if (!columns.code.empty() && columns.code != code)
      refuse(input, number, first_iaga_value_column + 1, shown, "the columns of one observatory",
             "put each observatory into a file of its own");
    columns.code = code;
    const char element = words[i].back();
    auto* place = element == 'H'   ? &columns.h
                  : element == 'X' ? &columns.x
                  : element == 'Y' ? &columns.y
                                   : nullptr;
    if (place != nullptr) *place = i;
  }
  if (!columns.h && !(columns.x && columns.y))
    refuse(input, number, first_iaga_value_column + 1, shown, "a column of H, or columns of X and Y",
           "symh uses the horizontal field of an observatory: fetch the file with its elements HDZF or XYZF");
  return columns;
}

/// True if the first two data lines are less than a minute apart: the file holds samples of seconds.
bool holds_seconds(std::string_view text) {
  LineReader lines(text);
  std::string_view line;
  IagaStamps stamps;
  std::optional<Instant> first;
  while (lines.next(line)) {
    const auto content = trim(without_tags(line));
    if (content.empty() || content.front() < '0' || content.front() > '9') continue;
    IagaWords words;
    if (split_words(content, words) < 4) continue;
    const auto instant = stamps.instant(words);
    if (!instant) continue;
    if (!first)
      first = instant;
    else
      return instant->minute == first->minute && !is_leap_second(words[1]) && !(*instant == *first);
  }
  return false;
}

class Reader {
 public:
  Reader(const TextInput& input, const ReadOptions& options)
      : input_(input), seconds_(holds_seconds(input.text)), bad_lines_(input, options, result_.source) {}

  ParsedFile read() {
    LineReader lines(input_.text);
    std::string_view line;
    while (lines.next(line)) take(without_tags(line), lines);
    if (!columns_)
      refuse(input_, std::max<std::size_t>(1, lines.number()), 1, "the end of the file",
             "a column line 'DATE TIME DOY ...'", refetch);
    result_.source.status = least_status_;
    result_.source.rows = rows_->rows();
    if (seconds_) say(result_.notes, means_->told());
    // A few steps across holes tell nothing of the cadence.
    constexpr std::size_t least_steps = 3;
    const auto cadence = seconds_ ? Minutes{1} : rows_->cadence_or(Minutes{1}, least_steps);
    result_.series = rows_->finish(cadence, result_.warnings);
    tell();
    return std::move(result_);
  }

 private:
  void take(std::string_view line, const LineReader& lines) {
    const auto content = trim(line);
    if (content.empty()) return;
    if (content.front() >= '0' && content.front() <= '9') return take_data(line, lines);
    if (content.starts_with("DATE")) return take_columns(line, lines);
    if (content.back() == '|' || content.front() == '#') return take_header(content, lines);
    bad(lines, 1, content, "a header line that ends with '|' or a data line that begins with a date");
  }

  void take_header(std::string_view line, const LineReader& lines) {
    if (plain_iaga_name(line).starts_with("FORMATIAGA2002"))
      header_ = {};  // the next of several files begins
    read_header_line(line, header_);
    if (columns_ && !header_.code.empty() && header_.code != columns_->code)
      refuse(input_, lines.number(), 1, header_.code,
             fmt::format("{}, as before in this file", columns_->code),
             "put each observatory into a file of its own");
  }

  void take_columns(std::string_view line, const LineReader& lines) {
    auto columns = read_columns(input_, line, lines.number());
    const auto expected = columns_ ? columns_->code : header_.code;
    if (!expected.empty() && columns.code != expected)
      refuse(input_, lines.number(), first_iaga_value_column + 1, columns.code,
             fmt::format("the columns of {}, {}", expected,
                         columns_ ? "as before in this file" : "the IAGA code of the header"),
             columns_ ? "put each observatory into a file of its own" : refetch);
    columns_ = std::move(columns);
    status_ = status_of_data_type(header_.data_type);
    if (rows_) return;
    first_header_ = header_;
    rows_.emplace(input_, std::vector{h_channel(columns_->code)});
    means_.emplace(*rows_, 1);
    rows_->reserve(input_.text.size() / 70 / (seconds_ ? 60 : 1) + 1);
  }

  void take_data(std::string_view line, const LineReader& lines) {
    if (!columns_)
      return bad_lines_.add(lines.number(), 1, trim(line),
                            "a column line 'DATE TIME DOY ...' before the first data line", refetch);
    IagaWords words;
    const auto count = split_words(line, words);
    if (count != columns_->count + 3)
      return bad(lines, 1, fmt::format("{} columns", count),
                 fmt::format("{} as the header says", columns_->count + 3));
    const auto instant = instant_of(words);
    if (!instant) {
      const auto& fault = stamps_.fault();
      return bad(lines, column_of(fault.found, line), fault.found, fault.expected);
    }
    const float h_nt = h_of(words, line, lines);
    if (lines.unfinished() && is_cut_iaga_line(line, words[count - 1], columns_->count, last_length_))
      return bad(lines, line.size() + 1, "the end of the file", "the rest of the line");
    last_length_ = line.size();
    if (is_leap_second(words[1])) ++leap_seconds_;
    means_->add(*instant, &h_nt, lines.number(), status_);
    if (std::isnan(h_nt)) return;
    least_status_ = any_ ? std::min(least_status_, status_) : status_;
    any_ = true;
  }

  std::optional<Instant> instant_of(const IagaWords& words) {
    if (seconds_ || is_leap_second(words[1])) return stamps_.instant(words);
    const auto minute = stamps_.minute(words);
    return minute ? std::optional(Instant{*minute, 0}) : std::nullopt;
  }

  /// H of a line in nT; NaN if it is missing, or was skipped with --tolerant.
  float h_of(const IagaWords& words, std::string_view line, const LineReader& lines) {
    if (columns_->h) return value_of(words[*columns_->h], classify_h, range_of_h, line, lines);
    const auto& x_word = words[*columns_->x];
    const float x_nt = value_of(x_word, classify_field, range_of_field, line, lines),
                y_nt = value_of(words[*columns_->y], classify_field, range_of_field, line, lines);
    const float h_nt = std::hypot(x_nt, y_nt);
    if (std::isnan(h_nt) || classify_h(h_nt) == ValueKind::observed) return h_nt;
    bad_lines_.add_field(lines.number(), column_of(x_word, line),
                         fmt::format("H = sqrt(X^2 + Y^2) = {}", h_nt), range_of_h, refetch);
    return missing;
  }

  float value_of(std::string_view word, ValueKind (*classify)(float), std::string_view expected,
                 std::string_view line, const LineReader& lines) {
    const auto value = to_number(word);
    const auto kind = value ? classify(*value) : ValueKind::impossible;
    if (kind == ValueKind::observed) return *value;
    if (kind == ValueKind::impossible)
      bad_lines_.add_field(lines.number(), column_of(word, line), word, value ? expected : "a number",
                           lines.unfinished() ? "the file is cut: fetch it again" : refetch);
    return missing;
  }

  static std::size_t column_of(std::string_view word, std::string_view line) {
    return static_cast<std::size_t>(word.data() - line.data()) + 1;
  }

  void bad(const LineReader& lines, std::size_t column, std::string_view found, std::string_view expected) {
    bad_lines_.add(lines.number(), column, found, expected,
                   lines.unfinished() ? "the file is cut: fetch it again" : refetch);
  }

  void say(std::vector<std::string>& lines, const std::string& text) const {
    lines.push_back(fmt::format("{}: {}", input_.path, text));
  }

  void tell() {
    if (!columns_->h)
      say(result_.notes, fmt::format("{} is sqrt(X^2 + Y^2) of the columns {}X and {}Y",
                                     h_channel(columns_->code), columns_->code, columns_->code));
    if (leap_seconds_ > 0 && !seconds_)
      say(result_.warnings,
          "a leap second (23:59:60) counts to the minute before it, which gets the mean of both values");
    tell_place();
  }

  void tell_place() {
    const auto* known = find_observatory(columns_->code);
    if (known == nullptr)
      return say(result_.notes,
                 fmt::format("symh's table of observatories has no {}; its H is the channel {}",
                             columns_->code, h_channel(columns_->code)));
    constexpr double nearby_degrees = 1;
    const double latitude = first_header_.latitude_degrees, longitude = first_header_.longitude_degrees;
    const bool far = std::abs(latitude - known->latitude_degrees) > nearby_degrees ||
                     std::abs(std::remainder(longitude - known->longitude_degrees, 360)) > nearby_degrees;
    if (far)  // false for a header without a place
      say(result_.warnings, fmt::format("the header places {} at latitude {:.2f}, longitude {:.2f} (east), "
                                        "but {} is at {:.2f}, {:.2f}; check "
                                        "that the data are of {}",
                                        columns_->code, latitude, longitude, known->name,
                                        known->latitude_degrees, known->longitude_degrees, known->name));
  }

  const TextInput& input_;
  bool seconds_;  ///< the samples are finer than a minute
  ParsedFile result_;
  BadLines bad_lines_;
  IagaStamps stamps_;
  ObservatoryHeader header_, first_header_;
  Status status_ = Status::unknown;  ///< of the lines being read
  Status least_status_ = Status::unknown;
  bool any_ = false;  ///< a value was read
  std::optional<Columns> columns_;
  std::optional<RowCollector> rows_;     ///< from the first line of columns on
  std::optional<MinuteAverages> means_;  ///< the same
  std::size_t leap_seconds_ = 0, last_length_ = 0;
};

/// True if a line of columns names components of an observatory. If `head` ends before that line: true if the
/// header names an observatory that symh knows.
bool sniff(std::string_view head) {
  ObservatoryHeader header;
  bool iaga = false;
  LineReader lines(head);
  std::string_view line;
  while (lines.next(line)) {
    const auto content = trim(without_tags(line));
    iaga = iaga || plain_iaga_name(content).starts_with("FORMATIAGA2002");
    read_header_line(content, header);
    if (!plain_iaga_name(content).starts_with("DATETIMEDOY") || content.find(',') != std::string_view::npos)
      continue;
    std::string text(content);
    IagaWords words;
    const auto count = std::min(split_columns(text, words), words.size());
    return std::any_of(words.begin() + 3,
                       words.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(count, 3)),
                       [](std::string_view word) { return !code_of_column(word).empty(); });
  }
  return iaga && find_observatory(header.code) != nullptr;
}

ParsedFile parse(const TextInput& input, const ReadOptions& options) { return Reader(input, options).read(); }

}  // namespace

extern const Format observatory_format{"IAGA-2002 of an observatory", sniff, parse};

}  // namespace symh
