#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "models/ensemble.h"
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

/// Draws the sample paths of the forecasts of a hindcast on every `every` of issue time, and adds their
/// minima in each of odds_windows that the model reaches, with the observed ones from `series`. A window
/// without nine tenths of its observations has none. Adds nothing without bands.
void add_windows(
    ForecastTable& table, const Ensemble& ensemble, const Series& series, Minutes every,
    const std::function<void(double)>& on_share = [](double) {});

}  // namespace symh
