#pragma once
#include "verification/samples.h"

namespace symh {

/// The lag, from minus the lead time to twice the lead time, at which the forecasts correlate best with
/// earlier observations: forecast(T) with observed(T - lag), T the valid time. A good forecast has a lag near
/// zero, a copy of the last value that of the lead time. Zero where there is too little to tell from.
Minutes best_lag(const LeadTimeForecasts& lead, Minutes cadence);

}  // namespace symh
