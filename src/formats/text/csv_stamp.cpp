#include "formats/text/csv_stamp.h"

#include <algorithm>
#include <cmath>

#include "formats/text/csv_dialect.h"
#include "formats/text/line_reader.h"

namespace symh {
namespace {

/// The parts of a stamp that a line gives; -1 for a part without a column.
struct Parts {
  int year = -1, month = -1, day = -1, day_of_year = -1, hour = 0, minute = 0;
  double second = 0;
};

struct Range {
  int low, high;
  std::string_view expected;
};

Range range_of(CsvRole role) {
  switch (role) {
    case CsvRole::year:
      return {1900, 2199, "a year of four digits"};
    case CsvRole::month:
      return {1, 12, "a month, 1 to 12"};
    case CsvRole::day:
      return {1, 31, "a day of the month, 1 to 31"};
    case CsvRole::day_of_year:
      return {1, 366, "a day of the year, 1 to 366"};
    case CsvRole::hour:
      return {0, 24, "an hour, 0 to 23"};
    default:
      return {0, 59, "a minute, 0 to 59"};
  }
}

int& part_of(Parts& parts, CsvRole role) {
  switch (role) {
    case CsvRole::year:
      return parts.year;
    case CsvRole::month:
      return parts.month;
    case CsvRole::day:
      return parts.day;
    case CsvRole::day_of_year:
      return parts.day_of_year;
    case CsvRole::hour:
      return parts.hour;
    default:
      return parts.minute;
  }
}

std::optional<Time> day_of(const Parts& parts) {
  const std::chrono::year year{parts.year};
  if (parts.day_of_year > 0)
    return parts.day_of_year > (year.is_leap() ? 366 : 365)
               ? std::nullopt
               : std::optional(make_time(parts.year, 1, 1) + Minutes{(parts.day_of_year - 1) * 1440});
  const auto date = year / parts.month / parts.day;
  if (!date.ok()) return std::nullopt;
  return Time{std::chrono::sys_days{date}};
}

}  // namespace

std::size_t widest_part(CsvRole role) {
  return role == CsvRole::year ? 4 : role == CsvRole::day_of_year ? 3 : 2;
}

std::optional<int> read_time_part(std::string_view text, std::size_t most_digits) {
  if (const auto point = text.find('.'); point != std::string_view::npos) {
    if (text.find_first_not_of('0', point + 1) != std::string_view::npos) return std::nullopt;
    text = text.substr(0, point);
  }
  return text.size() > most_digits ? std::nullopt : digits(text);
}

std::optional<ReadInstant> CsvStamps::read_whole(std::string_view text) {
  if (unit_ == nullptr) {
    if (const auto instant = read_instant(text)) {
      holds_dates_ = true;
      return instant;
    }
    if (holds_dates_) return std::nullopt;
  }
  const auto count = read_epoch_count(text);
  const auto* const unit = count ? epoch_unit(*count) : nullptr;
  if (unit == nullptr || (unit_ != nullptr && unit != unit_)) return std::nullopt;
  unit_ = unit;
  return ReadInstant{epoch_instant(*count, *unit), true};
}

std::optional<ReadInstant> CsvStamps::read(const std::vector<std::string_view>& fields, Fault& fault) {
  Parts parts;
  std::optional<Time> day;
  Clock clock;
  bool has_clock = false, has_zone = false;
  for (std::size_t i = 0; i < roles_.size(); ++i) {
    const auto role = roles_[i];
    if (role == CsvRole::skip || role == CsvRole::value) continue;
    const auto text = unquote(fields[i]);
    fault.column = i;
    if (role == CsvRole::stamp) {
      fault.expected = readable_times;
      auto whole = read_whole(text);
      if (whole) whole->instant = rounded(whole->instant);
      return whole;
    }
    if (role == CsvRole::date) {
      fault.expected = "a date such as 2019-05-03";
      const auto date = read_instant(text);
      if (!date || date->instant != Instant{std::chrono::floor<std::chrono::days>(date->instant.minute)})
        return std::nullopt;
      day = date->instant.minute;
    } else if (role == CsvRole::clock) {
      fault.expected = "a time of day such as 00:05";
      auto digits = text.substr(0, text.size() - (text.ends_with('Z') ? 1 : 0));
      has_zone = digits.size() < text.size();
      // A bare `5` may be five minutes or five hours.
      const bool bare = digits.find(':') == std::string_view::npos && digits.size() < 4;
      const auto read = bare ? std::nullopt : read_clock(digits);
      if (!read) return std::nullopt;
      clock = *read;
      has_clock = true;
    } else if (role == CsvRole::second) {
      fault.expected = "seconds, 0 to 60";
      const auto second = to_number(text);
      if (!second || *second < 0 || *second >= 61) return std::nullopt;
      parts.second = static_cast<double>(*second);
    } else {
      const auto range = range_of(role);
      fault.expected = range.expected;
      const auto part = read_time_part(text, widest_part(role));
      if (!part || *part < range.low || *part > range.high) return std::nullopt;
      part_of(parts, role) = *part;
    }
  }
  if (!has_clock) {
    clock = {parts.hour * 60 + parts.minute, static_cast<int>(std::lround(parts.second * 1000))};
    if (parts.hour == 24 && (parts.minute != 0 || clock.milliseconds != 0)) return std::nullopt;
  }
  fault.expected = "a day that the month or the year has";
  if (!day) day = day_of(parts);
  if (!day) return std::nullopt;
  return ReadInstant{rounded({*day + Minutes{clock.minute}, clock.milliseconds}), has_zone};
}

}  // namespace symh
