#pragma once
#include <cstdint>

#include "models/ensemble.h"
#include "products/issued_forecast.h"

namespace symh {

/// Draws sample paths of a forecast and counts its odds in them. `ensemble` is the model that made the
/// forecast: its own errors out of fold say how the paths move, or, if it has learnt none, assumed_errors().
/// Adds nothing if the forecast has no band, or if its value at issue time is not known. The 5 and 95 %
/// quantiles of the members at each lead time are the band of the forecast.
void add_trajectories(IssuedForecast& forecast, const Ensemble& ensemble, std::uint64_t seed = 1);

}  // namespace symh
