#include "verification/warnings.h"

#include <cmath>
#include <numeric>

#include "verification/bootstrap.h"
#include "verification/chance_forecasts.h"
#include "verification/compared_score.h"
#include "verification/leave_out.h"
#include "verification/moments.h"

namespace symh {
namespace {

WarningScores warnings_of(const LeadTimeForecasts& lead, const Onsets& onsets, float threshold_nt,
                          const Resampling& resampling) {
  WarningScores scores;
  scores.threshold_nt = threshold_nt;
  scores.onsets = onsets.observed.size();
  scores.forecast_episodes = onsets.forecast_episodes;
  scores.false_alarms = onsets.false_alarms;
  std::vector<double> was_warned, warning, error, size_of_error;
  SampleRows rows;
  for (const auto& onset : onsets.observed) {
    const auto late_by = onset.timing_error();
    const double minutes = late_by ? static_cast<double>(late_by->count()) : undefined;
    const double ahead = static_cast<double>(lead.lead_time.count()) - minutes;
    const bool warned = ahead > 0;
    ++(warned ? scores.warned : late_by ? scores.late : scores.missed);
    was_warned.push_back(warned ? 1 : 0);
    warning.push_back(warned ? ahead : undefined);
    error.push_back(minutes);
    size_of_error.push_back(std::abs(minutes));
    rows.push_back(onset.row);
  }
  const Bootstrap bootstrap(leave_out_units(lead, rows), resampling.draws, resampling.seed);
  scores.share_warned = mean_of(was_warned);
  scores.share_warned_interval = bootstrap.mean(was_warned);
  scores.mean_warning_minutes = mean_of(warning);
  scores.mean_warning_interval = bootstrap.mean(warning);
  scores.mean_timing_error_minutes = mean_of(error);
  scores.mean_absolute_timing_error_minutes = mean_of(size_of_error);
  scores.mean_absolute_timing_error_interval = bootstrap.mean(size_of_error);
  return scores;
}

}  // namespace

std::vector<WarningScores> score_warnings(const LeadTimeForecasts& lead,
                                          const std::vector<float>& forecast_nt, const SampleRows& rows,
                                          const Resampling& resampling) {
  std::vector<WarningScores> scores;
  scores.reserve(event_thresholds_nt.size());
  for (const float threshold : event_thresholds_nt)
    scores.push_back(
        warnings_of(lead, find_onsets(lead, forecast_nt, rows, threshold), threshold, resampling));
  return scores;
}

MinimumScores score_minima(const std::vector<PeakScores>& peaks, const Resampling& resampling) {
  std::vector<double> timing, size_of_timing, error, size_of_error;
  for (const auto& peak : peaks) {
    if (std::isnan(peak.peak_error_nt)) continue;
    timing.push_back(peak.timing_error_minutes);
    size_of_timing.push_back(std::abs(peak.timing_error_minutes));
    error.push_back(peak.peak_error_nt);
    size_of_error.push_back(std::abs(peak.peak_error_nt));
  }
  std::vector<std::uint32_t> storms(timing.size());
  std::iota(storms.begin(), storms.end(), 0U);
  const Bootstrap bootstrap(storms, resampling.draws, resampling.seed);
  return {.storms = timing.size(),
          .mean_timing_error_minutes = mean_of(timing),
          .mean_absolute_timing_error_minutes = mean_of(size_of_timing),
          .mean_absolute_timing_error_interval = bootstrap.mean(size_of_timing),
          .mean_peak_error_nt = mean_of(error),
          .mean_absolute_peak_error_nt = mean_of(size_of_error),
          .mean_absolute_peak_error_interval = bootstrap.mean(size_of_error)};
}

}  // namespace symh
