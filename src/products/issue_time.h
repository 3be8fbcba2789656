#pragma once
#include <string>

#include "products/issued_forecast.h"

namespace symh {

/// Says that the data end before the time for which a forecast was asked; empty if the forecast is for a time
/// within one sample (`cadence`) of it.
std::string issued_earlier(const IssuedForecast& forecast, Time asked, Minutes cadence);

}  // namespace symh
