#pragma once
#include <optional>
#include <vector>

#include "reporting/report.h"
#include "verification/forecast_table.h"
#include "verification/verify.h"

namespace symh {

/// Indices into ForecastTable::storms, that with the lowest observation at any lead time first; storms
/// without an observation are left out.
std::vector<int> storms_by_depth(const ForecastTable& table);

/// One storm at one lead time against valid time: observed, model with its band if it has one, persistence.
/// Missing samples break the lines. Of more than `max_points` samples it takes one of each group of
/// neighbours, the lowest observation. Without samples the plot has no points.
Plot storm_plot(const ForecastTable& table, const LeadTimeForecasts& lead, int storm,
                std::size_t max_points = 1000);

/// A dot of forecast against observation for each sample, beside the line of a perfect forecast; at most
/// `max_points` samples, evenly chosen.
Plot scatter_plot(const ForecastTable& table, const LeadTimeForecasts& lead, std::size_t max_points = 3000);

/// RMSE of model and baselines against lead time; nothing if there is only one lead time.
std::optional<Plot> rmse_plot(const Verification& verification);

/// Share of observations at or below each forecast quantile against its nominal level, with a line for each
/// lead time and the diagonal of a perfect band.
Plot reliability_plot(const Verification& verification);

}  // namespace symh
