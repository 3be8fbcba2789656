#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "core/error.h"
#include "formats/fill_counts.h"
#include "formats/format.h"
#include "formats/text/fixed_columns.h"
#include "formats/text/line_reader.h"
#include "formats/text/row_collector.h"
#include "series/channels.h"

namespace symh {
namespace {

/// One column of the high-resolution record: its width, the value that means missing, and, if we keep the
/// column, our channel and the number of decimals.
struct Field {
  std::size_t width;
  float fill;
  const char* channel = nullptr;
  int decimals = no_point;
};

constexpr Field kept(std::size_t width, const char* channel, int decimals = no_point) {
  return {width, find_channel(channel)->omni_fill, channel, decimals};
}

// formats.md, section 3, without the first four columns (year, day of year, hour, minute).
constexpr std::array<Field, 42> fields{{
    {3, 99},
    {3, 99},
    {4, 999},
    {4, 999},
    {4, 999},
    {7, 999999},
    {7, 999999},
    {6, 99.99F},
    {7, 999999},
    kept(8, "b_total", 2),
    kept(8, "bx_gsm", 2),
    {8, 9999.99F},
    {8, 9999.99F},
    kept(8, "by_gsm", 2),
    kept(8, "bz_gsm", 2),
    {8, 9999.99F},
    {8, 9999.99F},
    kept(8, "speed", 1),
    {8, 99999.9F},
    {8, 99999.9F},
    {8, 99999.9F},
    kept(7, "density", 2),
    kept(9, "temperature", 0),
    {6, 99.99F},
    {7, 999.99F},
    {7, 999.99F},
    {6, 999.9F},
    {8, 9999.99F},
    {8, 9999.99F},
    {8, 9999.99F},
    {8, 9999.99F},
    {8, 9999.99F},
    {8, 9999.99F},
    {6, 99999},
    {6, 99999},
    {6, 99999},
    kept(6, "sym_d"),
    kept(6, "sym_h"),
    kept(6, "asy_d"),
    kept(6, "asy_h"),
    {7, 999.99F},
    {5, 99.9F},
}};
constexpr std::size_t stamp_width = 4 + 4 + 3 + 3;
constexpr std::size_t proton_flux_width = 27;  // the 5-minute files add three columns of nine

constexpr std::size_t record_width() {
  std::size_t width = stamp_width;
  for (const auto& field : fields) width += field.width;
  return width;
}

/// A field that we keep, and the column where it begins.
struct Kept {
  Field field;
  std::size_t column;
};

constexpr std::size_t kept_count = static_cast<std::size_t>(
    std::ranges::count_if(fields, [](const Field& field) { return field.channel != nullptr; }));

constexpr std::array<Kept, kept_count> kept_fields = [] {
  std::array<Kept, kept_count> kept{};
  std::size_t column = stamp_width, count = 0;
  for (const auto& field : fields) {
    if (field.channel != nullptr) kept[count++] = {field, column};
    column += field.width;
  }
  return kept;
}();

std::vector<std::string> channel_names() {
  std::vector<std::string> names;
  for (const auto& field : fields)
    if (field.channel != nullptr) names.emplace_back(field.channel);
  return names;
}

long days_of(long year) { return std::chrono::year{static_cast<int>(year)}.is_leap() ? 366 : 365; }

class Reader {
 public:
  Reader(const TextInput& input, const ReadOptions& options)
      : input_(input),
        careful_(options.careful),
        bad_lines_(input, options, result_.source),
        rows_(input, channel_names()) {
    for (std::size_t k = 0; k < kept_count; ++k) bounds_[k] = bounded_channel(kept_fields[k].field.channel);
    rows_.reserve(input.text.size() / record_width() + 1);
  }

  ParsedFile read() {
    LineReader lines(input_.text);
    std::string_view line;
    while (lines.next(line))
      if (!trim(line).empty()) take(line, lines.number());
    result_.source.rows = rows_.rows();
    std::ranges::move(fills_.lines(input_.path), std::back_inserter(result_.warnings));
    result_.series = rows_.finish(Minutes{0}, result_.warnings);
    result_.series.solar_wind_at = WindPosition::bow_shock;
    return std::move(result_);
  }

 private:
  void bad(std::size_t line, std::size_t column, std::string_view found, std::string_view expected) {
    bad_lines_.add(line, column, found, expected);
  }

  void take(std::string_view line, std::size_t number) {
    while (!line.empty() && line.back() == ' ') line.remove_suffix(1);
    if (line.size() != record_width() && line.size() != record_width() + proton_flux_width)
      return bad(number, line.size() + 1, fmt::format("{} characters", line.size()),
                 fmt::format("a record of {} (1 minute) or {} (5 minutes)", record_width(),
                             record_width() + proton_flux_width));
    if (const auto time = stamp_like_the_last(line)) return take_fields(line, *time, number);
    const auto year = to_integer(line.substr(0, 4)), day = to_integer(line.substr(4, 4)),
               hour = to_integer(line.substr(8, 3)), minute = to_integer(line.substr(11, 3));
    if (!year || !day || !hour || !minute || *year < 1960 || *year > 2200 || *day < 1 ||
        *day > days_of(*year) || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59)
      return bad(number, 1, line.substr(0, stamp_width), "year, day of year, hour and minute");
    const Time time =
        make_time(static_cast<int>(*year), 1, 1) + Minutes{(*day - 1) * 1440 + *hour * 60 + *minute};
    last_hour_ = line.substr(0, 11);
    hour_ = time - Minutes{*minute};
    take_fields(line, time, number);
  }

  /// Year, day and hour change only every 60 lines, so this remembers the last ones.
  std::optional<Time> stamp_like_the_last(std::string_view line) const {
    constexpr std::size_t minute_from = 11;
    if (!columns_by_words || careful_ || line.substr(0, minute_from) != last_hour_) return std::nullopt;
    const auto minute = fixed_number<3, no_point>(line.data() + minute_from);
    if (minute.faults != 0 || minute.negative || minute.digits > 59) return std::nullopt;
    return hour_ + Minutes{minute.digits};
  }

  template <std::size_t k>
  void take_field(std::string_view line, std::size_t number, float& kept) {
    constexpr auto field = kept_fields[k].field;
    constexpr auto column = kept_fields[k].column;
    const auto text = line.substr(column, field.width);
    std::optional<float> value;
    if (columns_by_words && !careful_) {
      constexpr const auto* channel = find_channel(field.channel);
      const auto plain = fixed_number<static_cast<int>(field.width), field.decimals>(text.data());
      const float number = to_float<field.decimals>(plain);
      if (plain.faults == 0 && number > channel->usual_low() && number < channel->usual_high()) {
        kept = number;
        return;
      }
      if (plain.faults == 0) value = number;
    }
    if (!value) value = to_number(text);
    kept = missing;
    if (!value) return bad_lines_.add_field(number, column + 1, text, "a number");
    if (std::abs(*value - field.fill) <= 0.01F * std::abs(field.fill) || *value >= field.fill) return;
    const auto kind = classify(bounds_[k], *value);
    if (kind == ValueKind::fill) return fills_.add(k, *value);
    if (kind == ValueKind::impossible)
      return bad_lines_.add_field(number, column + 1, text, bounds_text(*bounds_[k]));
    kept = *value;
  }

  void take_fields(std::string_view line, Time time, std::size_t number) {
    std::array<float, kept_count> values{};
    const auto take_all = [&]<std::size_t... k>(std::index_sequence<k...>) {
      (take_field<k>(line, number, values[k]), ...);
    };
    take_all(std::make_index_sequence<kept_count>{});
    rows_.add(time, values.data(), number);
  }

  const TextInput& input_;
  bool careful_;
  ParsedFile result_;
  BadLines bad_lines_;
  RowCollector rows_;
  FillCounts fills_{channel_names()};  ///< fills other than OMNI's own
  std::array<const ChannelInfo*, kept_count> bounds_{};
  std::string_view last_hour_;
  Time hour_;
};

/// True if the first line has the length of an OMNI record and holds only digits, blanks and signs.
bool sniff(std::string_view head) {
  LineReader lines(head);
  std::string_view line;
  if (!lines.next(line)) return false;
  while (!line.empty() && line.back() == ' ') line.remove_suffix(1);
  const auto year = to_integer(line.substr(0, 4));
  return line.find_first_not_of("0123456789.- ") == std::string_view::npos && line.size() > 200 && year &&
         *year > 1960;
}

ParsedFile parse(const TextInput& input, const ReadOptions& options) { return Reader(input, options).read(); }

}  // namespace

extern const Format omni_format{"OMNI", sniff, parse};

}  // namespace symh
