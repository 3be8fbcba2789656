#include "formats/binary/netcdf_time.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <string>

#include "formats/text/line_reader.h"

namespace symh {
namespace {

struct NamedUnit {
  double microseconds;
  std::array<std::string_view, 7> names;
};

constexpr std::array time_units{
    NamedUnit{1e-3, {"nanoseconds", "nanosecond", "nanosec", "nsec", "nsecs", "ns"}},
    NamedUnit{1, {"microseconds", "microsecond", "microsec", "usec", "usecs", "us"}},
    NamedUnit{1e3, {"milliseconds", "millisecond", "millisec", "millisecs", "msec", "msecs", "ms"}},
    NamedUnit{1e6, {"seconds", "second", "secs", "sec", "s"}},
    NamedUnit{6e7, {"minutes", "minute", "mins", "min"}},
    NamedUnit{3.6e9, {"hours", "hour", "hrs", "hr", "h"}},
    NamedUnit{8.64e10, {"days", "day", "d"}},
    NamedUnit{6.048e11, {"weeks", "week"}},
};

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

/// Takes numbers and marks from the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool mark(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  std::optional<int> number() {
    int value = 0;
    if (rest_.empty() || std::isdigit(static_cast<unsigned char>(rest_.front())) == 0) return std::nullopt;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc()) return std::nullopt;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return value;
  }
  std::optional<double> decimal() {
    const auto end = std::min(rest_.find_first_not_of("0123456789."), rest_.size());
    const auto value = to_number(rest_.substr(0, end));
    if (!value) return std::nullopt;
    rest_.remove_prefix(end);
    return static_cast<double>(*value);
  }
  void skip_blanks() {
    while (mark(' ')) continue;
  }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

/// The offset from UTC in minutes: nothing, `Z`, `UTC`, `GMT`, `+1`, `-05:30`, `+0530`.
std::optional<int> offset_minutes(std::string_view text) {
  const auto word = lower(trim(text));
  if (word.empty() || word == "z" || word == "utc" || word == "gmt" || word == "ut") return 0;
  Scanner scanner(word);
  const bool east = scanner.mark('+');
  if (!east && !scanner.mark('-')) return std::nullopt;
  const auto digits_of_hours = scanner.rest().find(':');
  auto hours = scanner.number();
  std::optional<int> minutes = 0;
  if (!hours) return std::nullopt;
  if (digits_of_hours == std::string_view::npos && *hours > 99) {
    minutes = *hours % 100;
    hours = *hours / 100;
  } else if (scanner.mark(':')) {
    minutes = scanner.number();
  }
  if (!minutes || *hours > 14 || *minutes > 59 || !scanner.rest().empty()) return std::nullopt;
  return (east ? 1 : -1) * (*hours * 60 + *minutes);
}

/// `1970-1-1`, `1970-01-01T00:00:00.5Z`, `2000-01-01 12:00 +1:00`
std::optional<Microseconds> parse_origin(std::string_view text, bool proleptic) {
  Scanner scanner(trim(text));
  const auto year = scanner.number();
  const auto month = year && scanner.mark('-') ? scanner.number() : std::nullopt;
  const auto day = month && scanner.mark('-') ? scanner.number() : std::nullopt;
  if (!day || *year > 9999 || *month < 1 || *month > 12 || *day < 1) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  constexpr std::chrono::sys_days first_gregorian{std::chrono::year{1582} / 10 / 15};
  if (!date.ok() || (!proleptic && std::chrono::sys_days{date} < first_gregorian)) return std::nullopt;
  int hour = 0, minute = 0;
  double second = 0;
  if (!scanner.mark('T')) scanner.skip_blanks();
  if (const auto given = scanner.number()) {
    hour = *given;
    if (scanner.mark(':')) {
      const auto minutes = scanner.number();
      if (!minutes) return std::nullopt;
      minute = *minutes;
      if (scanner.mark(':')) {
        const auto seconds = scanner.decimal();
        if (!seconds) return std::nullopt;
        second = *seconds;
      }
    }
  }
  const auto offset = offset_minutes(scanner.rest());
  if (!offset || hour > 24 || minute > 59 || second >= 60) return std::nullopt;
  const auto minutes =
      std::chrono::duration_cast<Minutes>(std::chrono::sys_days{date}.time_since_epoch()).count() +
      hour * 60 + minute - *offset;
  return minutes * 60'000'000 + std::llround(second * 1e6);
}

/// The blank before `since` and the first character behind it; npos if the text has no `since`.
std::pair<std::size_t, std::size_t> since_of(std::string_view text) {
  const auto plain = lower(text);
  const auto at = plain.find(" since ");
  return {at, at == std::string::npos ? at : at + std::string_view(" since ").size()};
}

}  // namespace

Microseconds TimeUnit::stamp(double value) const {
  constexpr double most = 1e18;
  const double since = value * microseconds;
  if (!(std::abs(since) < most)) return no_stamp;
  return origin + std::llround(since);
}

bool is_time_unit(std::string_view text) { return since_of(text).first != std::string_view::npos; }

std::optional<TimeUnit> parse_time_unit(std::string_view text, bool proleptic) {
  const auto [end, begin] = since_of(text);
  if (end == std::string_view::npos) return std::nullopt;
  const auto name = lower(trim(text.substr(0, end)));
  const auto unit = std::ranges::find_if(time_units, [&](const NamedUnit& named) {
    return !name.empty() && std::ranges::find(named.names, name) != named.names.end();
  });
  const auto origin = parse_origin(text.substr(begin), proleptic);
  if (unit == time_units.end() || !origin) return std::nullopt;
  return TimeUnit{unit->microseconds, *origin};
}

}  // namespace symh
