#pragma once
#include <vector>

#include "verification/samples.h"
#include "verification/verify.h"

namespace symh {

/// Compares the deepest forecast of `rows` with the deepest observation; all NaN where there are no rows.
PeakScores score_peak(const LeadTimeForecasts& lead, const std::vector<float>& forecast_nt, const Rows& rows);

/// One entry for each storm of the table that this lead time has samples of, scored or not.
std::vector<StormScores> score_storms(const ForecastTable& table, const LeadTimeForecasts& lead,
                                      const Rows& rows, const std::vector<float>& thresholds_nt);

}  // namespace symh
