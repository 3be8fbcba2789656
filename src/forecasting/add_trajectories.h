#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "models/ensemble.h"
#include "products/issued_forecast.h"
#include "trajectories/frame.h"

namespace symh {

/// What the sample paths of a model are drawn by, besides its forecast.
struct PathModel {
  const ErrorModel& errors;  ///< how the paths move; assumed_errors() where it has learnt none
  std::string target;        ///< its bounds are those of the paths
  Minutes step;              ///< the cadence of the model
};

/// Draws sample paths from the issue time on. `marginals` rise in time: that of the issue time, then one for
/// each lead time. `late`: the value at the issue time is an estimate.
Trajectories draw_trajectories(const PathModel& model, const std::vector<Marginal>& marginals, bool late,
                               Time issue_time, std::uint64_t seed = 1);

/// Draws sample paths of a forecast and counts its odds in them. `ensemble` is the model that made the
/// forecast. Adds nothing if the forecast has no band, or if its value at issue time is not known. The 5 and
/// 95 % quantiles of the members at each lead time are the band of the forecast.
void add_trajectories(IssuedForecast& forecast, const Ensemble& ensemble, std::uint64_t seed = 1);

}  // namespace symh
