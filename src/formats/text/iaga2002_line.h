#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "formats/text/iaga2002_run.h"
#include "formats/text/instant.h"
#include "series/series.h"

namespace symh {

/// 0-based; ten characters for each value follow.
inline constexpr std::size_t first_iaga_value_column = 30;

/// The words of a data line or a line of columns: date, time, day of the year and values, and one more, so
/// that a line with too many words is seen.
using IagaWords = std::array<std::string_view, most_iaga_columns + 4>;

/// The name in the form for comparison: upper case, without blanks, '-' and '_'.
std::string plain_iaga_name(std::string_view text);

/// The value of a header line such as ` Data Type              variation      |`, trimmed.
std::string_view iaga_header_value(std::string_view line);

/// True for 23:59:60, which belongs to the minute before it.
bool is_leap_second(std::string_view clock);

/// True if a line without an end of line was cut inside its last value, which still reads as a number. Such a
/// line is shorter than `length_before`, that of the line before it; a first line (0) has no other, so its
/// last value must have two decimals.
bool is_cut_iaga_line(std::string_view line, std::string_view last_word, std::size_t columns,
                      std::size_t length_before);

/// Reads the stamps of data lines. Dates repeat 1440 times, so it remembers the last one.
class IagaStamps {
 public:
  /// A word that is no stamp, and what should stand there.
  struct Fault {
    std::string_view found;
    std::string expected;
  };
  /// The minute of a line whose seconds are 0; nullopt, and fault(), for any other. The leap second counts to
  /// the minute before it.
  std::optional<Time> minute(const IagaWords& words);
  /// The moment of a line, seconds included; nullopt, and fault(), for words that are no time.
  std::optional<Instant> instant(const IagaWords& words);
  const Fault& fault() const { return fault_; }

 private:
  /// Joins date and minute of the day, if the day of the year agrees.
  std::optional<Time> joined(const IagaWords& words, const std::optional<Minutes>& minute,
                             std::string_view expected_clock);
  std::optional<Time> day_of(std::string_view word);

  Fault fault_;
  std::string_view last_date_;
  Time last_day_;
  int day_of_year_ = 0;
};

}  // namespace symh
