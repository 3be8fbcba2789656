#pragma once
#include <vector>

#include "saved/ensemble.h"
#include "verification/forecast_table.h"

namespace symh {

/// One forecast from the members' forecasts, `tables` in the order of ensemble.members. At each issue time
/// the members that forecast there are averaged by their weights, which are scaled up to 1 where a member has
/// no forecast. Observations and storm labels are those of the member with the most issue times, baselines
/// those of any member. A 5-95 % band is the mean of the members' half-widths about the combined forecast,
/// scaled by ensemble.bands. Of classifiers the level probabilities are averaged.
ForecastTable combine(const Ensemble& ensemble, std::vector<ForecastTable> tables);

/// Puts the samples of `later` after those of `table`, which has the same lead times or is empty.
void append(ForecastTable& table, const ForecastTable& later);

/// The forecasts at the given issue times, NaN where there is none.
std::vector<float> forecasts_at(const LeadTimeForecasts& lead, const std::vector<Time>& issue_times);

/// The calibration of a band at one lead time: the factors with which a share of 5 % of the observations lies
/// below and 5 % above, each a quantile of (distance from the forecast) / half-width, corrected for the
/// number of samples. `lead` holds forecasts of data that the models did not see; its band is uncalibrated,
/// or empty (half-widths of 1 nT). Factors of 1 where nothing is observed.
BandCalibration calibrate_band(const LeadTimeForecasts& lead);

}  // namespace symh
