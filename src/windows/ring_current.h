#pragma once
#include <cstdint>
#include <vector>

#include "physics/ring_current_forecast.h"
#include "windows/features/group.h"
#include "windows/keys/windows.h"

namespace symh {

/// The forecasts of ring-current models from any row. Throws DataError if the data have no solar wind or do
/// not say where it was measured.
const RingCurrentForecasts& ring_current(const Prepared& prepared);

/// Forecasts of every model at every lead time [nT], [model][lead], into `out`.
void ring_current_forecasts(const Prepared& prepared, const std::vector<RingCurrentModel>& models,
                            const std::vector<std::int64_t>& lead_steps, std::size_t row, float* out);

/// What the forecasts of these models read.
FeatureNeeds ring_current_needs(const WindowsConfig& config, const std::vector<RingCurrentModel>& models);

}  // namespace symh
