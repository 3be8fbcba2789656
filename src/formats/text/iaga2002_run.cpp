#include "formats/text/iaga2002_run.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/text/fixed_columns.h"
#include "series/channels.h"

namespace symh {
namespace {

// `YYYY-MM-DD hh:mm:00.000 DOY   `, then ten characters for each value.
constexpr std::size_t values_from = 30, value_width = 10;
constexpr std::chrono::year last_year{9999};
constexpr std::uint32_t missing_from = 999900;  // hundredths

/// The constant parts of a line's stamp, as words to compare with. The fourth word overlaps the third.
struct DayWords {
  std::uint64_t year_month, day, day_of_year;
};
constexpr std::size_t last_word_at = 22;

DayWords words_of(std::chrono::sys_days day) {
  const std::chrono::year_month_day date{day};
  const auto of_year = (day - std::chrono::sys_days{date.year() / 1 / 1}).count() + 1;
  const auto text = fmt::format("{:04}-{:02}-{:02}      0 {:03}   ", int{date.year()}, unsigned{date.month()},
                                unsigned{date.day()}, of_year);
  return {as_word(text.data(), 8), as_word(text.data() + 8, 3) & 0xFFFFFF, as_word(text.data() + 16, 8)};
}

/// `hh:mm` of each minute of a day, shifted to its place in the second word.
const std::array<std::uint64_t, 1440>& clock_words() {
  static const auto words = [] {
    std::array<std::uint64_t, 1440> table{};
    for (std::size_t m = 0; m < table.size(); ++m) {
      const auto text = fmt::format("{:02}:{:02}", m / 60, m % 60);
      table[m] = as_word(text.data(), 5) << 24;
    }
    return table;
  }();
  return words;
}

struct Column {
  std::int32_t lowest, highest;  ///< hundredths; only other values need classify()
  float* values;
};

/// Reads one value; returns 0 only if it is plain and surely observed.
inline std::uint64_t read_value(const char* field, const Column& column, std::size_t row) {
  const auto number = fixed_number<9, 2>(field + 1);
  const auto hundredths = static_cast<std::int32_t>(number.digits);
  const std::int32_t value = number.negative ? -hundredths : hundredths;
  const bool absent = number.digits >= missing_from;
  const bool outside = (value < column.lowest) | (value > column.highest);
  column.values[row] = absent ? missing : to_float<2>(number);
  return number.faults | static_cast<std::uint64_t>(!absent & outside) |
         static_cast<std::uint64_t>(field[0] != ' ');
}

/// A limit in hundredths: the bound itself, or the next value inside a fill that lies within the bounds.
std::int32_t hundredths_from(float usual, float bound, std::int32_t inwards) {
  return static_cast<std::int32_t>(usual * 100) + (usual == bound ? 0 : inwards);
}

/// Reads a run inside one day, of `fixed` columns, or of `columns` if `fixed` is 0. Returns the end row.
template <std::size_t fixed>
std::size_t read_day(const char* line, std::size_t length, std::uint64_t end_word, std::uint64_t end_mask,
                     const Column* column, std::size_t columns, std::chrono::sys_days day, std::size_t minute,
                     std::size_t row, std::size_t until) {
  const auto words = words_of(day);
  const auto& clock = clock_words();
  const std::uint64_t seconds = as_word(":00.000 ", 8);
  for (; row < until; ++row, ++minute, line += length) {
    std::uint64_t faults = (eight_characters(line) ^ words.year_month) |
                           (eight_characters(line + 8) ^ (words.day | clock[minute])) |
                           (eight_characters(line + 16) ^ seconds) |
                           (eight_characters(line + last_word_at) ^ words.day_of_year) |
                           ((eight_characters(line + length - 8) ^ end_word) & end_mask);
    for (std::size_t c = 0; c < (fixed > 0 ? fixed : columns); ++c)
      faults |= read_value(line + values_from + c * value_width, column[c], row);
    if (faults != 0) break;
  }
  return row;
}

}  // namespace

bool is_plain(const IagaLayout& layout) {
  if (!columns_by_words || layout.columns == 0 || layout.line_end.empty() || layout.line_end.size() > 8)
    return false;
  std::array<int, iaga_channels> claims{};
  for (std::size_t c = 0; c < layout.columns; ++c)
    if (layout.channel[c] >= 0 && ++claims[static_cast<std::size_t>(layout.channel[c])] > 1) return false;
  const auto blanks = layout.line_end.substr(0, layout.line_end.find_first_not_of(' '));
  const auto end = layout.line_end.substr(blanks.size());
  return end == "\n" || end == "\r\n";
}

void read_minutes(std::string_view text, const IagaLayout& layout, Time first, std::size_t most,
                  MinuteRows& rows) {
  const std::size_t length = values_from + value_width * layout.columns + layout.line_end.size();
  const std::size_t lines = std::min(most, text.size() / length);
  std::vector<float> read_past;
  std::array<Column, most_iaga_columns> columns{};
  std::array<bool, iaga_channels> given{};
  // An ignored column must hold a plain number too; read_past takes the numbers.
  for (std::size_t c = 0; c < layout.columns; ++c) {
    const int channel = layout.channel[c];
    if (channel < 0) {
      read_past.resize(lines);
      columns[c] = {std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max(),
                    read_past.data()};
      continue;
    }
    const auto at = static_cast<std::size_t>(channel);
    given[at] = true;
    if (rows.values[at].size() < lines) rows.values[at].resize(lines);
    const auto* const bounds = bounded_channel(iaga_channel_names[at]);
    columns[c] = {hundredths_from(bounds->usual_low(), bounds->low, 1),
                  hundredths_from(bounds->usual_high(), bounds->high, -1), rows.values[at].data()};
  }
  for (std::size_t c = 0; c < iaga_channels; ++c)
    if (!given[c]) rows.values[c].assign(lines, missing);
  const auto end = layout.line_end;
  const std::uint64_t end_mask = ~std::uint64_t{0} << (64 - 8 * end.size()) % 64;
  std::uint64_t end_word = 0;
  for (std::size_t i = 0; i < end.size(); ++i)
    end_word |= std::uint64_t{static_cast<unsigned char>(end[i])} << (8 * (8 - end.size() + i));
  const decltype(&read_day<0>) read =
      layout.columns == iaga_channels ? &read_day<iaga_channels> : &read_day<0>;
  rows.count = 0;
  while (rows.count < lines) {
    const Time time = first + Minutes{static_cast<long>(rows.count)};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    if (std::chrono::year_month_day{day}.year() > last_year) return;
    const auto minute = static_cast<std::size_t>((time - day).count());
    const std::size_t until = std::min(lines, rows.count + 1440 - minute);
    rows.count = read(text.data() + rows.count * length, length, end_word, end_mask, columns.data(),
                      layout.columns, day, minute, rows.count, until);
    if (rows.count < until) return;
  }
}

}  // namespace symh
