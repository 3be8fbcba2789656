#pragma once
#include <functional>
#include <optional>
#include <span>

#include "saved/ensemble.h"
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

/// What was observed, and the baselines that need no fitting (persistence, and the ring-current models where
/// there is solar wind), at the issue times of `rows`; no forecasts yet, no storms labelled.
ForecastTable observations(const Prepared& prepared, const WindowsConfig& config, const Rows& rows);

/// Labels each sample with the storm that its valid time belongs to, where SYM-H is the target.
void label_storms(ForecastTable& table, const Prepared& prepared);

/// Forecasts for all `windows`; no storms are labelled.
ForecastTable hindcast(
    const Model& model, const Windows& windows, const std::function<void(double)>& on_share = [](double) {});

/// Forecasts for every issue time of `series` whose window exists, each sample of its grid (windows.stride is
/// for training), from the model and its baselines, each from the values stamped at or before its issue time.
Hindcast hindcast(
    const Model& model, Series series, const HindcastRange& range = {},
    const std::function<void(double)>& on_share = [](double) {});

/// The same by an ensemble: every member forecasts at every issue time that it can, combined as combine()
/// says. `series` is taken as match_solar_wind left it.
Hindcast hindcast(
    const Ensemble& ensemble, const Series& series, const HindcastRange& range = {},
    const std::function<void(double)>& on_share = [](double) {});

}  // namespace symh
