#pragma once
#include <cstdint>
#include <vector>

#include "models/ensemble.h"
#include "products/issued_forecast.h"
#include "trajectories/frame.h"

namespace symh {

/// Draws sample paths from the issue time on. `marginals` rise in time: that of the issue time, then one for
/// each lead time. `late`: the value at the issue time is an estimate. The errors out of fold of `ensemble`
/// say how the paths move, or, if it has learnt none, assumed_errors().
Trajectories draw_trajectories(const Ensemble& ensemble, const std::vector<Marginal>& marginals, bool late,
                               Time issue_time, std::uint64_t seed = 1);

/// Draws sample paths of a forecast and counts its odds in them. `ensemble` is the model that made the
/// forecast. Adds nothing if the forecast has no band, or if its value at issue time is not known. The 5 and
/// 95 % quantiles of the members at each lead time are the band of the forecast.
void add_trajectories(IssuedForecast& forecast, const Ensemble& ensemble, std::uint64_t seed = 1);

}  // namespace symh
