#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "forecasting/late_hindcast.h"
#include "trajectories/error_paths.h"
#include "trajectories/frame.h"
#include "verification/forecast_table.h"

namespace symh {

/// True if every lead time has a band.
bool has_bands(const ForecastTable& table);

/// The newest observed value as the start of the paths of a sample; nothing without one.
std::optional<Marginal> observed_start(const ForecastTable& table, std::size_t sample);

/// The forecast of one sample of a table that has bands, from its start on, by lead time; empty where a part
/// of it is missing.
std::vector<Marginal> marginals_at(const ForecastTable& table, std::size_t sample,
                                   const std::optional<Marginal>& start);

/// The issue times at which add_windows() draws paths, and the ages of the data that the hindcasts saw.
struct PathTimes {
  /// symh draws paths at the issue times that are multiples of this: those of neighbours are nearly the same.
  Minutes every{60};
  /// The delay of the data. Where SYM-H had not come yet, the paths begin at its estimate.
  DataAges ages = {};
};

/// Draws the sample paths of the forecasts of a hindcast by `errors`, and adds their minima in each of
/// odds_windows that the model reaches, with the observed ones from `series`. A window in which too little
/// was observed (least_share_observed) has none. Adds nothing without bands.
void add_windows(
    ForecastTable& table, const ErrorModel& errors, const Series& series, const PathTimes& times = {},
    const std::function<void(double)>& on_share = [](double) {});

}  // namespace symh
