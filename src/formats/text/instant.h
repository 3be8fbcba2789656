#pragma once
#include <optional>
#include <string_view>

#include "core/time.h"

namespace symh {

/// A moment as files stamp it: a minute, and the milliseconds since its beginning, 0...60999 (the leap second
/// 23:59:60 belongs to the minute before it).
struct Instant {
  Time minute;
  int milliseconds = 0;
  bool operator==(const Instant&) const = default;
};

/// The moment, or the whole minute if it is within 6 ms of it: Excel, MATLAB and counts of days write
/// 00:06:59.999 for 00:07.
Instant rounded(Instant instant);

/// A moment, and whether the text stated its time zone or is a date alone; else it is taken as UTC.
struct ReadInstant {
  Instant instant;
  bool has_zone = false;
};

/// Reads a date in any form of ISO 8601 (`2019-05-03`, `20190503`, `2019-123`, `2019-W18-5`), with `/` or `.`
/// between its parts, and with one-digit months and days; then, optionally, `T`, blanks, `_` or SPEDAS's `/`
/// and a clock (read_clock()); then, optionally, a time zone: `Z`, `UTC`, `GMT`, `UT`, `+02:00`. A clock of
/// 24:00 is the next midnight. nullopt for other text.
std::optional<ReadInstant> read_instant(std::string_view text);

/// A time of day: the minute, 0...1440, and the milliseconds since its beginning, 0...60999.
struct Clock {
  int minute = 0;
  int milliseconds = 0;
};

/// Reads `hh:mm`, `hh:mm:ss[.sss]`, `hhmm` or `hhmmss[.sss]`, with one-digit fields where colons part them;
/// 23:59:60 and 24:00 too. nullopt for other text.
std::optional<Clock> read_clock(std::string_view text);

/// A unit in which programs count time since 1970-01-01 UTC. A count in [first, end) has this unit: it is a
/// moment from 1973 on, and no date such as 2019050300.
struct EpochUnit {
  std::string_view name;  ///< "seconds" ...
  long long per_second;
  long long first, end;
};

/// A count since 1970: its whole part, and the thousandths behind the point.
struct EpochCount {
  long long whole = 0;
  int thousandths = 0;
};

/// The count that makes up the whole text; nullopt for other text.
std::optional<EpochCount> read_epoch_count(std::string_view text);

/// The unit of a count, judged by its size; nullptr if it is none.
const EpochUnit* epoch_unit(const EpochCount& count);

/// The moment that a count of this unit tells.
inline Instant epoch_instant(const EpochCount& count, const EpochUnit& unit) {
  const long long a_minute = 60 * unit.per_second;
  const auto rest = static_cast<int>(count.whole % a_minute * 1000 / unit.per_second);
  return {Time{Minutes{count.whole / a_minute}}, rest + (unit.per_second == 1 ? count.thousandths : 0)};
}

/// What read_instant() and read_epoch_count() read, for messages.
inline constexpr std::string_view readable_times = "a time such as 2019-05-03T00:05Z, or seconds since 1970";

}  // namespace symh
