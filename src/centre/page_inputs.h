#pragma once
#include <string>
#include <vector>

#include "centre/record/page.h"
#include "products/issued_forecast.h"
#include "series/series.h"

namespace symh {

/// What a forecast rests on where its target is late or held; empty if there is nothing to say.
std::string note_on(const IssuedForecast& forecast);

/// What a reader of the page must not miss: a fallback, a target that was never observed, a solar wind that
/// has passed. Each is a sentence without its full stop.
std::vector<std::string> warnings_on(const IssuedForecast& forecast, Time now);

/// The newest value of each channel up to `now`.
std::vector<DataHealth> health_of(const Series& series, Time now);

/// The solar wind that was measured from `from` to `now`, in steps of at least `step`, at the time when it
/// reaches Earth: from L1 each sample travels with its own speed (physics/solar_wind.h), and those that a
/// later one overtakes are left out. Empty if the series has no solar wind.
std::vector<ShownWind> wind_at_earth(const Series& series, Time from, Time now, Minutes step);

}  // namespace symh
