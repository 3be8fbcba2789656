#include "verification/storm_scores.h"

#include <utility>

#include "verification/bootstrap.h"
#include "verification/chance_forecasts.h"
#include "verification/moments.h"
#include "verification/onsets.h"

namespace symh {
namespace {

/// The row of the smallest value, the earliest among equal ones; rows need not be in time order.
std::size_t deepest(const LeadTimeForecasts& lead, const std::vector<float>& values, const SampleRows& rows) {
  std::size_t best = rows.front();
  for (const auto row : rows) {
    const bool earlier = values[row] == values[best] && lead.issue_time[row] < lead.issue_time[best];
    if (values[row] < values[best] || earlier) best = row;
  }
  return best;
}

StormScores score_storm(const LeadTimeForecasts& lead, const std::string& label, const SampleRows& rows,
                        const std::vector<float>& thresholds_nt) {
  StormScores scores;
  scores.storm = label;
  const auto observed = pick(lead.observed_nt, rows), forecast = pick(lead.forecast_nt, rows);
  const auto squares = squared_errors(observed, forecast);
  scores.model = score(observed, forecast);
  for (const auto& [name, values] : lead.baselines_nt) {
    const auto baseline = pick(values, rows);
    scores.baselines[name] = score(observed, baseline);
    scores.skill[name] = skill_over(squared_errors(observed, baseline), squares);
  }
  const auto persistence = pick(lead.baselines_nt.at("persistence"), rows);
  scores.thresholds = score_thresholds(observed, forecast, thresholds_nt);
  scores.persistence_thresholds = score_thresholds(observed, persistence, thresholds_nt);
  scores.peak = score_peak(lead, lead.forecast_nt, rows);
  scores.persistence_peak = score_peak(lead, lead.baselines_nt.at("persistence"), rows);
  return scores;
}

/// The timing errors of the first onset in each storm, [storm][threshold].
std::vector<std::vector<StormOnset>> storm_onsets(const LeadTimeForecasts& lead, const SampleRows& rows,
                                                  std::size_t storms) {
  std::vector<std::vector<StormOnset>> by_storm(storms);
  for (const float threshold : event_thresholds_nt) {
    for (auto& onsets : by_storm) onsets.push_back({threshold, undefined});
    std::vector<bool> seen(storms, false);
    for (const auto& onset : find_onsets(lead, lead.forecast_nt, rows, threshold).observed) {
      if (onset.storm < 0 || seen[static_cast<std::size_t>(onset.storm)]) continue;
      seen[static_cast<std::size_t>(onset.storm)] = true;
      if (const auto error = onset.timing_error())
        by_storm[static_cast<std::size_t>(onset.storm)].back().timing_error_minutes =
            static_cast<double>(error->count());
    }
  }
  return by_storm;
}

}  // namespace

PeakScores score_peak(const LeadTimeForecasts& lead, const std::vector<float>& forecast_nt,
                      const SampleRows& rows) {
  if (rows.empty()) return {undefined, undefined, undefined, undefined};
  const auto observed = deepest(lead, lead.observed_nt, rows), forecast = deepest(lead, forecast_nt, rows);
  PeakScores peak;
  peak.observed_minimum_nt = lead.observed_nt[observed];
  peak.forecast_minimum_nt = forecast_nt[forecast];
  peak.peak_error_nt = peak.forecast_minimum_nt - peak.observed_minimum_nt;
  // All samples have the same lead time, so issue times differ as valid times do.
  peak.timing_error_minutes =
      static_cast<double>((lead.issue_time[forecast] - lead.issue_time[observed]).count());
  return peak;
}

std::vector<StormScores> score_storms(const ForecastTable& table, const LeadTimeForecasts& lead,
                                      const SampleRows& rows, const std::vector<float>& thresholds_nt) {
  std::vector<SampleRows> rows_of(table.storms.size());
  std::vector<bool> present(table.storms.size(), false);
  for (const int storm : lead.storm) {
    if (storm >= 0) present[static_cast<std::size_t>(storm)] = true;
  }
  for (const auto row : rows) {
    if (const int storm = storm_of(lead, row); storm >= 0)
      rows_of[static_cast<std::size_t>(storm)].push_back(row);
  }
  auto onsets = storm_onsets(lead, rows, table.storms.size());
  std::vector<StormScores> scores;
  for (std::size_t i = 0; i < rows_of.size(); ++i) {
    if (!present[i]) continue;
    scores.push_back(score_storm(lead, table.storms[i], rows_of[i], thresholds_nt));
    scores.back().onsets = std::move(onsets[i]);
  }
  return scores;
}

}  // namespace symh
