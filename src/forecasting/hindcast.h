#pragma once
#include <functional>
#include <optional>

#include "artifact/model.h"
#include "verification/forecast_table.h"

namespace symh {

/// Which issue times a hindcast covers; both ends included.
struct HindcastRange {
  std::optional<Time> from, to;
};

/// What could not be forecast, and why.
struct HindcastCounts {
  std::size_t missing_inputs = 0;   ///< issue times whose window is broken or too short
  std::size_t missing_targets = 0;  ///< forecasts without any observation to compare
};

struct Hindcast {
  ForecastTable table;
  HindcastCounts counts;
};

/// Forecasts for all `windows`; no storms are labelled.
ForecastTable hindcast(
    const Model& model, const Windows& windows, const std::function<void(double)>& on_share = [](double) {});

/// Forecasts for every issue time of `series` whose window exists, from the model and its baselines, each
/// from the values stamped at or before its issue time.
Hindcast hindcast(
    const Model& model, Series series, const HindcastRange& range = {},
    const std::function<void(double)>& on_share = [](double) {});

}  // namespace symh
