#include "core/spoken.h"

#include <fmt/format.h>

#include <array>

namespace symh {
namespace {

std::chrono::year_month_day date_of(Time time) {
  return std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(time)};
}

}  // namespace

std::string clock_time(Time time) {
  const auto minutes = (time - std::chrono::floor<std::chrono::days>(time)).count();
  return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

std::string spoken_day(Time time) {
  constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                              "July",    "August",   "September", "October", "November", "December"};
  const auto date = date_of(time);
  return fmt::format("{} {}", unsigned{date.day()}, months[unsigned{date.month()} - 1]);
}

std::string spoken_time(Time time) { return fmt::format("{} UTC, {}", clock_time(time), spoken_day(time)); }

std::string spoken_time(Time time, Time now) {
  const auto year = date_of(time).year();
  return year == date_of(now).year() ? spoken_time(time) : fmt::format("{} {}", spoken_time(time), int{year});
}

std::string with_spoken_times(std::string_view text, Time now) {
  constexpr std::string_view stamp = "2003-11-20T18:00:00Z";
  std::string spoken;
  while (!text.empty()) {
    const auto front = text.substr(0, stamp.size());
    const bool complete = front.size() == stamp.size() && front[10] == 'T' && front.back() == 'Z';
    if (const auto time = complete ? parse_time(front) : std::nullopt) {
      spoken += spoken_time(*time, now);
      text.remove_prefix(stamp.size());
    } else {
      spoken += text.front();
      text.remove_prefix(1);
    }
  }
  return spoken;
}

}  // namespace symh
