#pragma once
#include <functional>
#include <vector>

#include "models/model.h"
#include "verification/forecast_table.h"

namespace symh {

/// The data known at an issue time, at the cadence of the models. The issue time is their last row; empty
/// data give no forecast.
using KnownAt = std::function<Series(Time)>;

/// Models that forecast from data of their own at each issue time.
struct EachIssueTime {
  std::vector<const Model*> models;
  Minutes reach{0};  ///< the longest time before an issue time of which `known` gives data
  KnownAt known;
};

/// The forecasts of each model at those of `issue_times` whose data have enough history, in any order.
std::vector<ForecastTable> hindcast_each(const EachIssueTime& data, const std::vector<Time>& issue_times,
                                         Minutes cadence, const std::function<void(double)>& on_share);

/// `all`, which has the observations and storms, with the forecasts and baselines of `forecasts`.
ForecastTable in_order(const ForecastTable& all, const ForecastTable& forecasts);

}  // namespace symh
