#pragma once
#include "models/ensemble.h"
#include "verification/forecast_table.h"

namespace symh {

/// Counts the issue times of `table` that lie in the data that the ensemble was trained or validated on, by
/// the spans in its provenance; models of symh 0.1.0 state only their period. Nothing is counted for a model
/// that does not state its data.
SeenInTraining seen_in_training(const Ensemble& ensemble, const ForecastTable& table);

}  // namespace symh
