#pragma once
#include <string>
#include <string_view>

#include "core/time.h"

namespace symh {

/// A time as people write it, for sentences and pages: `22:00 UTC, 10 May`.
std::string spoken_time(Time time);
/// The same with the year if it is not that of `now`: `22:00 UTC, 10 May 2024`.
std::string spoken_time(Time time, Time now);
/// Its parts: `22:00` and `10 May`.
std::string clock_time(Time time);
std::string spoken_day(Time time);

/// `text` with each stamp such as `2003-11-20T18:00:00Z` as spoken_time() says it.
std::string with_spoken_times(std::string_view text, Time now);

}  // namespace symh
