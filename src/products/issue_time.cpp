#include "products/issue_time.h"

#include <fmt/format.h>

#include "products/wind_age.h"

namespace symh {

std::string issued_earlier(const IssuedForecast& forecast, Time asked, Minutes cadence) {
  if (asked - forecast.issue_time < cadence) return "";
  return fmt::format("the forecast is for {}, {} before the time asked for ({}): the data allow no later one",
                     format_time(forecast.issue_time), spaced(asked - forecast.issue_time),
                     format_time(asked));
}

}  // namespace symh
