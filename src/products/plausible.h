#pragma once
#include <string>

#include "products/issued_forecast.h"

namespace symh {

/// Says in one sentence why these numbers are no forecast: a value or an edge of its band is not finite, a
/// value lies outside the physical bounds of the target (series/channels.h), an edge lies outside by more
/// than their distance, or a band is upside down. Such numbers must not be printed, logged or published.
/// Empty for a forecast.
std::string impossible_forecast(const IssuedForecast& forecast);

/// Says in one sentence that a forecast is implausible: it changes the last known SYM-H by more than 350 nT
/// and 5 nT for each minute of lead time. In 80 storms of 1998-2017 SYM-H changed by at most 317 nT in one
/// hour and 350 nT in two hours, less than half of that. So the inputs are wrong, or the storm is deeper than
/// all of these, and a forecaster must look before an alarm goes out. Empty for other forecasts, and for
/// other channels than sym_h.
std::string implausible_forecast(const IssuedForecast& forecast);

}  // namespace symh
