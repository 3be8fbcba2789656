#pragma once
#include <optional>
#include <string>

#include "products/issued_forecast.h"

namespace symh {

/// `45 min`, `3 h`, `3 h 5 min`; from a day on without the minutes: `14 d 3 h`.
std::string spaced(Minutes duration);

/// True if the newest solar wind still tells of `now`: wind from L1 that is on its way, or wind at the bow
/// shock that is not older than a provider needs. False without any wind. Nothing if the requested model uses
/// no solar wind, or if the data do not say where it was measured.
std::optional<bool> wind_covers(const IssuedForecast& forecast, Time now);

/// One sentence if the newest solar wind does not tell of `now`: when it reached Earth, and what symh assumes
/// since. Empty if it does, if that is not known, or if a fallback forecasts, whose reason says so.
std::string wind_has_passed(const IssuedForecast& forecast, Time now);

}  // namespace symh
