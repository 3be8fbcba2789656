#pragma once
#include <cstdint>

#include "formats/binary/cdf_file.h"
#include "formats/binary/sample_rows.h"

namespace symh {

/// The newest leap second that symh knows, as YYYYMMDD of the day that begins behind it.
std::uint32_t last_known_leap_second();

/// The stamp of a CDF_TIME_TT2000: nanoseconds of Terrestrial Time since 2000-01-01T12:00:00 TT. The leap
/// second 23:59:60 is squeezed into the last millisecond of its minute. no_stamp for the fill and pad values
/// and for times before 1972, where UTC had no leap seconds.
Microseconds stamp_of_tt2000(std::int64_t nanoseconds);

/// The stamp of a CDF_EPOCH: milliseconds since the year 0. no_stamp if it is not a time behind the year 0,
/// as the fill value -1e31.
Microseconds stamp_of_epoch(double milliseconds);

/// The stamp of a CDF_EPOCH16: seconds since the year 0, and picoseconds.
Microseconds stamp_of_epoch16(double seconds, double picoseconds);

/// The stamp of one element of an epoch variable.
Microseconds cdf_stamp(CdfType type, std::string_view bytes, bool little_endian);

}  // namespace symh
