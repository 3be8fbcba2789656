#pragma once
#include <string>

#include "products/issued_forecast.h"

namespace symh {

/// One sentence if the forecast falls or rises from the last known SYM-H by more than 350 nT + 5 nT for each
/// minute of lead time, more than twice what was ever observed (317 nT in 1 h, 350 in 2 h;
/// series/plausibility.h): the inputs are wrong, or this is a storm beyond the book. A forecaster must look
/// before an alarm goes out. Empty for other forecasts, and for channels other than sym_h.
std::string implausible_forecast(const IssuedForecast& forecast);

}  // namespace symh
