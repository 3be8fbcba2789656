#pragma once
#include <map>
#include <string>
#include <vector>

#include "verification/samples.h"
#include "verification/scores.h"
#include "verification/thresholds.h"

namespace symh {

/// The errors in forecasting the deepest point of one storm.
struct PeakScores {
  double observed_minimum_nt = 0, forecast_minimum_nt = 0;
  double peak_error_nt = 0;         ///< forecast minus observed minimum
  double timing_error_minutes = 0;  ///< forecast minus observed time of minimum
};

/// When the forecast series first reached a level in a storm.
struct StormOnset {
  float threshold_nt = 0;
  double timing_error_minutes = 0;  ///< forecast minus observed; NaN: one of the two never began to
};

/// The scores of one storm.
struct StormScores {
  std::string storm;
  Scores model;
  std::map<std::string, Scores> baselines;
  std::map<std::string, double> skill;  ///< 1 - MSE/MSE_baseline
  PeakScores peak;
  PeakScores persistence_peak;
  std::vector<ThresholdScores> thresholds, persistence_thresholds;
  std::vector<StormOnset> onsets;  ///< of event_thresholds_nt: the first onset in the storm (onsets.h)
};

/// Compares the deepest forecast of `rows` with the deepest observation; all NaN if there are no rows.
PeakScores score_peak(const LeadTimeForecasts& lead, const std::vector<float>& forecast_nt,
                      const SampleRows& rows);

/// One entry for each storm that has samples of this lead time, scored or not.
std::vector<StormScores> score_storms(const ForecastTable& table, const LeadTimeForecasts& lead,
                                      const SampleRows& rows, const std::vector<float>& thresholds_nt);

}  // namespace symh
