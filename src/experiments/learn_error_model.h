#pragma once
#include <vector>

#include "experiments/kinds.h"
#include "trajectories/error_paths.h"
#include "verification/forecast_table.h"

namespace symh {

/// Forecasts out of fold of a target that comes late.
struct LateTable {
  DataAges ages;
  ForecastTable table;
};

/// What the errors out of fold say of the way from the issue time through the lead times (ErrorModel):
/// `in_time` are the forecasts of a fresh target, null for none, `late` those at some ages, all with
/// calibrated bands; `kind` has the observations at each step, and the data from which a late target was
/// estimated. Empty if the forecasts have no bands, or if fewer than 20 of them were observed at every step.
ErrorModel learn_error_model(const KindData& kind, const ForecastTable* in_time,
                             const std::vector<LateTable>& late);

}  // namespace symh
