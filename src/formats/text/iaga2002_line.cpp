#include "formats/text/iaga2002_line.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/text/line_reader.h"

namespace symh {
namespace {

std::optional<Minutes> minute_of(std::string_view word) {
  if (word.size() < 8 || word[2] != ':' || word[5] != ':') return std::nullopt;
  const auto hour = digits(word.substr(0, 2)), minute = digits(word.substr(3, 2));
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  if (!is_leap_second(word) && word.substr(6).find_first_not_of("0.") != std::string_view::npos)
    return std::nullopt;
  return Minutes{*hour * 60 + *minute};
}

}  // namespace

std::string plain_iaga_name(std::string_view text) {
  std::string result;
  for (const char c : text)
    if (c != ' ' && c != '-' && c != '_')
      result += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return result;
}

std::string_view iaga_header_value(std::string_view line) {
  constexpr std::size_t value_column = 23;  // of the trimmed line: the blank before the key is gone
  auto value = trim(trim(line).substr(std::min(trim(line).size(), value_column)));
  if (value.ends_with('|')) value.remove_suffix(1);
  return trim(value);
}

bool is_leap_second(std::string_view clock) {
  return clock.starts_with("23:59:60") && clock.substr(8).find_first_not_of("0.") == std::string_view::npos;
}

bool is_cut_iaga_line(std::string_view line, std::string_view last_word, std::size_t columns,
                      std::size_t length_before) {
  if (line.size() >= first_iaga_value_column + 10 * columns) return false;
  const auto point = last_word.find('.');
  return length_before > 0 ? line.size() < length_before
                           : point == std::string_view::npos || last_word.size() - point != 3;
}

std::optional<Time> IagaStamps::minute(const IagaWords& words) {
  return joined(words, minute_of(words[1]), "a time hh:mm:00.000");
}

std::optional<Instant> IagaStamps::instant(const IagaWords& words) {
  const bool is_clock = words[1].size() >= 8 && words[1][2] == ':' && words[1][5] == ':';
  const auto clock = is_clock ? read_clock(words[1]) : std::nullopt;
  const auto minute = clock ? std::optional(Minutes{clock->minute}) : std::nullopt;
  const auto time = joined(words, minute, "a time hh:mm:ss.sss");
  if (!time) return std::nullopt;
  return Instant{*time, clock->milliseconds};
}

std::optional<Time> IagaStamps::joined(const IagaWords& words, const std::optional<Minutes>& minute,
                                       std::string_view expected_clock) {
  const auto fail = [&](std::string_view found, std::string expected) {
    fault_ = {found, std::move(expected)};
    return std::optional<Time>();
  };
  const auto day = day_of(words[0]);
  if (!day) return fail(words[0], "a date YYYY-MM-DD");
  if (!minute) return fail(words[1], std::string(expected_clock));
  const auto doy = words[2].size() <= 3 ? digits(words[2]) : std::nullopt;
  if (!doy || *doy != day_of_year_) return fail(words[2], fmt::format("day of year {:03}", day_of_year_));
  return *day + *minute;
}

std::optional<Time> IagaStamps::day_of(std::string_view word) {
  if (word == last_date_) return last_day_;
  const auto day = word.size() == 10 ? parse_time(word) : std::nullopt;
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(*day)};
  const Time new_year = std::chrono::sys_days{date.year() / 1 / 1};
  day_of_year_ = static_cast<int>((*day - new_year) / Minutes{1440}) + 1;
  last_date_ = word;
  last_day_ = *day;
  return day;
}

}  // namespace symh
