#pragma once
#include <optional>
#include <string_view>

#include "formats/binary/sample_rows.h"

namespace symh {

/// The unit of a time variable by CF-1.8, section 4.4: `milliseconds since 1970-01-01T00:00:00Z`.
struct TimeUnit {
  double microseconds = 1;  ///< of one unit
  Microseconds origin = 0;

  /// The stamp; no_stamp if `value` is not finite or is out of all range.
  Microseconds stamp(double value) const;
};

/// Reads weeks, days, hours, minutes, seconds, milliseconds, microseconds and nanoseconds in the spellings of
/// UDUNITS, since a date with or without time and offset. nullopt for anything else; months and years have no
/// fixed length. The dates of the standard calendar before 1582-10-15 are not those of `Microseconds`, so
/// they are refused unless `proleptic`.
std::optional<TimeUnit> parse_time_unit(std::string_view text, bool proleptic);

/// True if the text looks like a unit of time since a date.
bool is_time_unit(std::string_view text);

}  // namespace symh
