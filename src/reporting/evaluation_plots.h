#pragma once
#include <optional>
#include <string>
#include <vector>

#include "reporting/report.h"
#include "verification/forecast_table.h"
#include "verification/verify.h"

namespace symh {

/// Index into ForecastTable::storms of the storm with the lowest observation at any lead time; nothing if no
/// storm was observed.
std::optional<int> deepest_storm(const ForecastTable& table);

/// Indices into ForecastTable::storms of at most `count` storms of this lead, the lowest observation first.
std::vector<int> deepest_storms(const LeadTimeForecasts& lead, std::size_t storms, std::size_t count);

/// One storm at one lead time against valid time: observed, model with its band if it has one, persistence.
/// Missing samples break the lines.
Plot storm_plot(const ForecastTable& table, const LeadTimeForecasts& lead, int storm);

/// A dot of forecast against observation for each sample, beside the line of a perfect forecast; at most
/// `max_points` samples, evenly chosen.
Plot scatter_plot(const ForecastTable& table, const LeadTimeForecasts& lead, std::size_t max_points = 3000);

/// RMSE of model and baselines against lead time; nothing if there is only one lead time.
std::optional<Plot> rmse_plot(const Verification& verification);

/// Share of observations at or below each forecast quantile against its nominal level, with a line for each
/// lead time and the diagonal of a perfect band.
Plot reliability_plot(const Verification& verification);

}  // namespace symh
