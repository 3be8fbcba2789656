#pragma once
#include <cstddef>
#include <vector>

#include "verification/interval.h"
#include "verification/onsets.h"
#include "verification/storm_scores.h"

namespace symh {

/// How well the forecasts of one lead time warned of the onsets of one threshold. The warning time of an
/// onset is from the issue of the first forecast at or below the threshold to the onset.
struct WarningScores {
  float threshold_nt = 0;
  std::size_t onsets = 0;
  std::size_t warned = 0;  ///< onsets with a positive warning time
  std::size_t late = 0;    ///< onsets that were forecast, but not before they came
  std::size_t missed = 0;
  std::size_t forecast_episodes = 0, false_alarms = 0;
  double share_warned = 0;  ///< NaN, as the means are, where there is nothing to share or average
  Interval share_warned_interval;
  double mean_warning_minutes = 0;  ///< of the onsets that were warned of
  Interval mean_warning_interval;
  double mean_timing_error_minutes = 0;  ///< of the onsets that were forecast; positive is late
  double mean_absolute_timing_error_minutes = 0;
  Interval mean_absolute_timing_error_interval;
};

/// How often the intervals resample, and by what.
struct Resampling {
  int draws = 0;
  unsigned seed = 1;
};

/// One entry for each of event_thresholds_nt; the intervals resample whole storms (leave_out_units()).
std::vector<WarningScores> score_warnings(const LeadTimeForecasts& lead,
                                          const std::vector<float>& forecast_nt, const SampleRows& rows,
                                          const Resampling& resampling);

/// The deepest points of all storms that have samples; errors are forecast minus observed.
struct MinimumScores {
  std::size_t storms = 0;
  double mean_timing_error_minutes = 0;
  double mean_absolute_timing_error_minutes = 0;
  Interval mean_absolute_timing_error_interval;
  double mean_peak_error_nt = 0;
  double mean_absolute_peak_error_nt = 0;
  Interval mean_absolute_peak_error_interval;
};

/// Of the peaks, which are NaN for a storm without samples; the intervals resample them.
MinimumScores score_minima(const std::vector<PeakScores>& peaks, const Resampling& resampling);

}  // namespace symh
