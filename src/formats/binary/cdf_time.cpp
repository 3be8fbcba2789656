#include "formats/binary/cdf_time.h"

#include <array>
#include <chrono>
#include <cmath>

namespace symh {
namespace {

struct LeapSecond {
  int year;
  unsigned month;
  int tai_minus_utc;  ///< seconds from the first day of the month on
};

/// IERS Bulletin C; the newest announced leap second was that before 2017-01-01.
constexpr std::array leap_seconds{
    LeapSecond{1972, 1, 10}, LeapSecond{1972, 7, 11}, LeapSecond{1973, 1, 12}, LeapSecond{1974, 1, 13},
    LeapSecond{1975, 1, 14}, LeapSecond{1976, 1, 15}, LeapSecond{1977, 1, 16}, LeapSecond{1978, 1, 17},
    LeapSecond{1979, 1, 18}, LeapSecond{1980, 1, 19}, LeapSecond{1981, 7, 20}, LeapSecond{1982, 7, 21},
    LeapSecond{1983, 7, 22}, LeapSecond{1985, 7, 23}, LeapSecond{1988, 1, 24}, LeapSecond{1990, 1, 25},
    LeapSecond{1991, 1, 26}, LeapSecond{1992, 7, 27}, LeapSecond{1993, 7, 28}, LeapSecond{1994, 7, 29},
    LeapSecond{1996, 1, 30}, LeapSecond{1997, 7, 31}, LeapSecond{1999, 1, 32}, LeapSecond{2006, 1, 33},
    LeapSecond{2009, 1, 34}, LeapSecond{2012, 7, 35}, LeapSecond{2015, 7, 36}, LeapSecond{2017, 1, 37}};

constexpr Microseconds second_us = 1'000'000;
constexpr double year_0_to_1970_s = 62'167'219'200;

Microseconds first_moment(const LeapSecond& leap) {
  const std::chrono::sys_days day{std::chrono::year{leap.year} / leap.month / 1};
  return std::chrono::duration_cast<std::chrono::seconds>(day.time_since_epoch()).count() * second_us;
}

}  // namespace

std::uint32_t last_known_leap_second() {
  const auto& last = leap_seconds.back();
  return static_cast<std::uint32_t>(last.year) * 10'000 + last.month * 100 + 1;
}

Microseconds stamp_of_tt2000(std::int64_t nanoseconds) {
  constexpr std::int64_t fill_values_below = INT64_MIN + 10;
  if (nanoseconds < fill_values_below) return no_stamp;
  // 2000-01-01T12:00:00 TT as if it were UTC, less TT - TAI = 32.184 s.
  constexpr Microseconds tai_of_origin = 946'728'000 * second_us - 32'184'000;
  const auto whole = nanoseconds / 1000 - (nanoseconds % 1000 < 0 ? 1 : 0);
  const Microseconds tai = tai_of_origin + whole;
  for (std::size_t i = leap_seconds.size(); i-- > 0;) {
    const auto begin = first_moment(leap_seconds[i]);
    const auto utc = tai - leap_seconds[i].tai_minus_utc * second_us;
    if (utc >= begin) return utc;
    // With the new difference the second before `begin` comes twice; this is the inserted one, 23:59:60.
    if (i > 0 && utc >= begin - second_us) return begin - 1000 + (utc - (begin - second_us)) / 1000;
  }
  return no_stamp;
}

Microseconds stamp_of_epoch(double milliseconds) {
  constexpr double most = 1e15;  // 30,000 years
  if (!(milliseconds > 0 && milliseconds < most)) return no_stamp;
  return std::llround((milliseconds - year_0_to_1970_s * 1000) * 1000);
}

Microseconds stamp_of_epoch16(double seconds, double picoseconds) {
  constexpr double most = 1e12;
  if (!(seconds > 0 && seconds < most && picoseconds >= 0 && picoseconds < 1e12)) return no_stamp;
  return std::llround(seconds - year_0_to_1970_s) * second_us + std::llround(picoseconds / 1e6);
}

Microseconds cdf_stamp(CdfType type, std::string_view bytes, bool little_endian) {
  if (type == CdfType::tt2000) return stamp_of_tt2000(cdf_int8(bytes, little_endian));
  const double first = cdf_number(CdfType::real8, bytes, little_endian);
  if (type == CdfType::epoch) return stamp_of_epoch(first);
  return stamp_of_epoch16(first, cdf_number(CdfType::real8, bytes.substr(8), little_endian));
}

}  // namespace symh
