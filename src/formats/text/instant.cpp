#include "formats/text/instant.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

namespace symh {
namespace {

constexpr int ms_a_second = 1000, ms_a_minute = 60'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t leading_digits(std::string_view text) {
  return std::min(text.size(),
                  static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin()));
}

/// Consumes `count` digits, which must be there.
int take_number(std::string_view& text, std::size_t count) {
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) value = 10 * value + (text[i] - '0');
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

void skip_blanks(std::string_view& text) {
  while (take(text, ' ')) {
  }
}

std::optional<Time> day_of(int year, int month, int day) {
  const auto date = std::chrono::year{year} / month / day;
  if (!date.ok()) return std::nullopt;
  return Time{std::chrono::sys_days{date}};
}

std::optional<Time> day_in_year(int year, int day) {
  const int days = std::chrono::year{year}.is_leap() ? 366 : 365;
  if (day < 1 || day > days) return std::nullopt;
  return make_time(year, 1, 1) + Minutes{(day - 1) * 1440};
}

/// Day 1 of week 1 is the Monday of the week of 4 January.
std::optional<Time> day_in_week(int year, int week, int day) {
  using namespace std::chrono;
  if (week < 1 || week > 53 || day < 1 || day > 7) return std::nullopt;
  const sys_days fourth{std::chrono::year{year} / January / 4};
  const auto monday = fourth - (weekday{fourth} - Monday);
  return Time{monday + days{7 * (week - 1) + day - 1}};
}

/// `W18-5` or `W185` behind the year.
std::optional<Time> take_week(std::string_view& text, int year) {
  if (leading_digits(text) < 2) return std::nullopt;
  const int week = take_number(text, 2);
  take(text, '-');
  if (leading_digits(text) < 1) return std::nullopt;
  return day_in_week(year, week, take_number(text, 1));
}

std::optional<Time> take_compact_date(std::string_view& text) {
  const auto count = leading_digits(text);
  const int year = take_number(text, 4);
  if (year < 1900 || year > 2199) return std::nullopt;  // so that few other numbers look like dates
  if (count == 7) return day_in_year(year, take_number(text, 3));
  if (count != 8 && count != 10 && count != 12 && count != 14) return std::nullopt;
  const int month = take_number(text, 2);
  return day_of(year, month, take_number(text, 2));
}

/// Reads `Mar` or `March` in any case; nullopt, with nothing consumed, for other text.
std::optional<int> take_month_name(std::string_view& text) {
  constexpr std::array<std::string_view, 12> months{"january",   "february", "march",    "april",
                                                    "may",       "june",     "july",     "august",
                                                    "september", "october",  "november", "december"};
  constexpr std::size_t brief = 3;
  const auto starts = [&](std::string_view word) {
    return text.size() >= word.size() &&
           std::ranges::equal(text.substr(0, word.size()), word, [](char a, char b) {
             return std::tolower(static_cast<unsigned char>(a)) == b;
           });
  };
  for (std::size_t m = 0; m < months.size(); ++m)
    for (const auto word : {months[m], months[m].substr(0, brief)})
      if (starts(word)) {
        text.remove_prefix(word.size());
        return static_cast<int>(m) + 1;
      }
  return std::nullopt;
}

/// `03-May-2019`: only the name tells that the day comes first.
std::optional<Time> take_date_with_name(std::string_view& text, std::size_t digits_of_day) {
  const int day = take_number(text, digits_of_day);
  const char separator = text.empty() ? '.' : text.front();
  if (separator != '-' && separator != '/' && separator != ' ') return std::nullopt;
  text.remove_prefix(1);
  const auto month = take_month_name(text);
  if (!month || !take(text, separator) || leading_digits(text) != 4) return std::nullopt;
  return day_of(take_number(text, 4), *month, day);
}

std::optional<Time> take_date(std::string_view& text) {
  const auto count = leading_digits(text);
  if (count > 4) return take_compact_date(text);
  if (count == 1 || count == 2) return take_date_with_name(text, count);
  if (count != 4) return std::nullopt;
  const int year = take_number(text, 4);
  if (take(text, 'W')) return take_week(text, year);
  const char separator = text.empty() ? ' ' : text.front();
  if (separator != '-' && separator != '/' && separator != '.') return std::nullopt;
  text.remove_prefix(1);
  if (const auto month = take_month_name(text)) {
    if (!take(text, separator)) return std::nullopt;
    const auto width = leading_digits(text);
    return width == 1 || width == 2 ? day_of(year, *month, take_number(text, width)) : std::nullopt;
  }
  if (separator == '-' && take(text, 'W')) return take_week(text, year);
  const auto width = leading_digits(text);
  if (width == 3 && separator == '.') return std::nullopt;  // 2019.334 is a decimal year
  if (width == 3) return day_in_year(year, take_number(text, 3));
  if (width != 1 && width != 2) return std::nullopt;
  const int month = take_number(text, width);
  if (!take(text, separator)) return std::nullopt;
  const auto day_width = leading_digits(text);
  if (day_width != 1 && day_width != 2) return std::nullopt;
  return day_of(year, month, take_number(text, day_width));
}

/// Consumes the digits behind the point of a number of seconds and returns them as milliseconds.
int take_fraction(std::string_view& text) {
  int milliseconds = 0, scale = 100;
  for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1), scale /= 10)
    milliseconds += scale * (text.front() - '0');
  return milliseconds;
}

std::optional<Clock> take_clock(std::string_view& text) {
  auto width = leading_digits(text);
  if (width == 0 || width == 3 || width == 5 || width > 6) return std::nullopt;
  const bool compact = width > 2;
  const int hour = take_number(text, compact ? 2 : width);
  int minute = 0, second = 0, milliseconds = 0;
  const auto more = [&](int& field, std::size_t digits_behind) {
    if (compact ? digits_behind == 0 : !take(text, ':')) return true;
    width = compact ? 2 : leading_digits(text);
    if (width != 1 && width != 2) return false;
    field = take_number(text, width);
    return true;
  };
  if (!more(minute, leading_digits(text))) return std::nullopt;
  const auto before_seconds = text.size();
  if (!more(second, leading_digits(text))) return std::nullopt;
  const bool has_seconds = text.size() < before_seconds;
  const bool fraction = !text.empty() && (text.front() == '.' || text.front() == ',');
  if (fraction && !has_seconds) return std::nullopt;  // `10.30` may be half past ten or decimal hours
  if (take(text, '.') || (text.size() > 1 && text.front() == ',' && is_digit(text[1]) && take(text, ',')))
    milliseconds = take_fraction(text);
  const bool midnight = hour == 24 && minute == 0 && second == 0 && milliseconds == 0;
  const bool leap = second == 60 && minute == 59;
  if ((hour > 23 && !midnight) || minute > 59 || (second > 59 && !leap)) return std::nullopt;
  return Clock{hour * 60 + minute, second * ms_a_second + milliseconds};
}

struct Zone {
  Minutes offset{0};
  bool stated = false;
};

/// Reads the text behind a clock: a time zone, or nothing.
std::optional<Zone> zone_of(std::string_view text) {
  skip_blanks(text);
  if (text.empty()) return Zone{};
  for (const std::string_view word : {"Z", "z", "UTC", "utc", "GMT", "UT"})
    if (text == word) return Zone{Minutes{0}, true};
  const bool west = text.front() == '-';
  if (!west && text.front() != '+') return std::nullopt;
  text.remove_prefix(1);
  if (leading_digits(text) != 2 && leading_digits(text) != 4) return std::nullopt;
  const int hours = take_number(text, 2);
  take(text, ':');
  const int minutes = leading_digits(text) == 2 ? take_number(text, 2) : 0;
  if (!text.empty() || hours > 23 || minutes > 59) return std::nullopt;
  const Minutes offset{hours * 60 + minutes};
  return Zone{west ? -offset : offset, true};
}

std::string_view trimmed(std::string_view text) {
  skip_blanks(text);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

constexpr long long first_second = 100'000'000, end_second = 4'100'000'000;  // 1973, 2099

constexpr EpochUnit finer_unit(std::string_view name, long long per_second) {
  return {name, per_second, first_second * per_second, end_second * per_second};
}

// Ten digits may be a date and an hour, YYYYMMDDhh, from 1957 on; as seconds they would be of 2032.
constexpr std::array units{EpochUnit{"seconds", 1, first_second, 1957'01'01'00},
                           finer_unit("milliseconds", 1'000), finer_unit("microseconds", 1'000'000),
                           finer_unit("nanoseconds", 1'000'000'000)};

}  // namespace

Instant rounded(Instant instant) {
  constexpr int rounding_ms = 6;
  if (instant.milliseconds <= rounding_ms) return {instant.minute, 0};
  const bool next = instant.milliseconds >= ms_a_minute - rounding_ms && instant.milliseconds < ms_a_minute;
  return next ? Instant{instant.minute + Minutes{1}, 0} : instant;
}

std::optional<Clock> read_clock(std::string_view text) {
  text = trimmed(text);
  const auto clock = take_clock(text);
  return text.empty() ? clock : std::nullopt;
}

std::optional<ReadInstant> read_instant(std::string_view text) {
  text = trimmed(text);
  const auto day = take_date(text);
  if (!day) return std::nullopt;
  Clock clock;
  const bool zone_only = text.empty() || text == "Z";
  if (!zone_only) {
    const bool compact = is_digit(text.front());  // behind a compact date
    const bool parted = take(text, 'T') || take(text, 't') || take(text, '_') || take(text, '/') ||
                        (!text.empty() && text.front() == ' ');
    if (!compact && !parted) return std::nullopt;
    skip_blanks(text);
    const auto read = take_clock(text);
    if (!read) return std::nullopt;
    clock = *read;
  }
  const auto zone = zone_of(text);
  if (!zone) return std::nullopt;
  const Time minute = *day + Minutes{clock.minute} - zone->offset;
  return ReadInstant{{minute, clock.milliseconds}, zone->stated || zone_only};
}

std::optional<EpochCount> read_epoch_count(std::string_view text) {
  text = trimmed(text);
  constexpr std::size_t most_digits = 19;  // of nanoseconds
  const auto count = leading_digits(text);
  EpochCount result;
  if (count > 0 && count <= most_digits) {
    const auto whole = std::from_chars(text.data(), text.data() + count, result.whole);
    if (whole.ec != std::errc{}) return std::nullopt;
    std::string_view rest = text.substr(count);
    if (take(rest, '.')) result.thousandths = take_fraction(rest);
    if (rest.empty()) return result;
  }
  double number = 0;  // 1.5568416e9
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || !(number >= 0 && number < 9e18))
    return std::nullopt;
  result.whole = static_cast<long long>(number);
  result.thousandths = static_cast<int>((number - std::floor(number)) * 1000);
  return result;
}

const EpochUnit* epoch_unit(const EpochCount& count) {
  const auto* const found = std::ranges::find_if(
      units, [&](const EpochUnit& unit) { return count.whole >= unit.first && count.whole < unit.end; });
  return found == units.end() ? nullptr : found;
}

}  // namespace symh
