#pragma once
#include "verification/samples.h"

namespace symh {

/// The lag, from minus the lead time to twice the lead time, at which the forecasts correlate best with
/// earlier observations: forecast(T) with observed(T - lag), T the valid time. A good forecast has a lag near
/// zero; a copy of the last value has a lag equal to the lead time. Zero if there are too few data.
Minutes best_lag(const LeadTimeForecasts& lead, Minutes cadence);

}  // namespace symh
