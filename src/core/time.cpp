#include "core/time.h"

#include <fmt/format.h>

#include <charconv>

#include "core/error.h"

namespace symh {
namespace {

/// Consumes exactly `width` digits from the front of `text`.
std::optional<int> take_digits(std::string_view& text, size_t width) {
  if (text.size() < width) return std::nullopt;
  int value = 0;
  for (size_t i = 0; i < width; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(width);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

/// Consumes `:ss[.sss]`; false if the seconds are malformed or not zero.
bool take_zero_seconds(std::string_view& text) {
  if (!take(text, ':')) return true;
  const auto seconds = take_digits(text, 2);
  if (!seconds || *seconds != 0) return false;
  if (take(text, '.')) {
    while (take(text, '0')) {
    }
  }
  return true;
}

/// Consumes `Z`, `+hh:mm` or nothing and returns the offset from UTC.
std::optional<Minutes> take_offset(std::string_view& text) {
  if (take(text, 'Z')) return Minutes{0};
  const bool west = !text.empty() && text.front() == '-';
  if (!west && (text.empty() || text.front() != '+')) return Minutes{0};
  text.remove_prefix(1);
  const auto hours = take_digits(text, 2);
  take(text, ':');
  const auto minutes = take_digits(text, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const Minutes offset{*hours * 60 + *minutes};
  return west ? -offset : offset;
}

}  // namespace

Time make_time(int year, unsigned month, unsigned day, int hour, int minute) {
  using namespace std::chrono;
  return sys_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}} + hours{hour} +
         minutes{minute};
}

std::optional<Time> parse_time(std::string_view text) {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day) return std::nullopt;
  const auto date = std::chrono::year{*year} / *month / *day;
  if (!date.ok()) return std::nullopt;
  const Time midnight = std::chrono::sys_days{date};
  if (text.empty()) return midnight;
  if (!take(text, 'T') && !take(text, ' ')) return std::nullopt;
  const auto hour = take_digits(text, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || *minute > 59 || !take_zero_seconds(text)) return std::nullopt;
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  return midnight + Minutes{*hour * 60 + *minute} - *offset;
}

Time require_time(std::string_view text, std::string_view what) {
  if (const auto time = parse_time(text)) return *time;
  throw UsageError(
      fmt::format("{}: '{}' is not a time; expected ISO 8601 UTC such as 2003-11-20T18:00:00Z", what, text));
}

std::string format_time(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const auto minutes = (time - day).count();
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:00Z", int{date.year()}, unsigned{date.month()},
                     unsigned{date.day()}, minutes / 60, minutes % 60);
}

std::optional<Minutes> parse_duration(std::string_view text) {
  constexpr long long max_minutes = 100LL * 366 * 24 * 60;
  long long total = 0;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    long long number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || number < 0 || number > max_minutes) return std::nullopt;
    text.remove_prefix(static_cast<size_t>(end - text.data()));
    if (text.empty()) return std::nullopt;
    const char unit = text.front();
    const long long scale = unit == 'm' ? 1 : unit == 'h' ? 60 : unit == 'd' ? 1440 : 0;
    if (scale == 0) return std::nullopt;
    total += number * scale;
    text.remove_prefix(1);
  }
  if (total <= 0 || total > max_minutes) return std::nullopt;
  return Minutes{total};
}

std::string format_duration(Minutes duration) {
  const auto minutes = duration.count();
  if (minutes % 1440 == 0) return fmt::format("{}d", minutes / 1440);
  if (minutes % 60 == 0) return fmt::format("{}h", minutes / 60);
  return fmt::format("{}m", minutes);
}

}  // namespace symh
