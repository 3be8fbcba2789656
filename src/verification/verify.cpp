#include "verification/verify.h"

#include <algorithm>

#include "core/error.h"
#include "verification/bands.h"
#include "verification/bootstrap.h"
#include "verification/classes.h"
#include "verification/groups.h"
#include "verification/lag.h"
#include "verification/moments.h"
#include "verification/samples.h"
#include "verification/storm_scores.h"
#include "verification/window_scores.h"

namespace symh {
namespace {

void score_values(LeadTimeScores& scores, const LeadTimeForecasts& lead, const SampleRows& rows,
                  const VerifyOptions& options) {
  const Bootstrap bootstrap(assign_blocks(lead, rows, options.block), options.bootstrap_samples,
                            options.seed);
  const auto observed = pick(lead.observed_nt, rows), forecast = pick(lead.forecast_nt, rows);
  const auto squares = squared_errors(observed, forecast);
  scores.model = score(observed, forecast);
  scores.rmse_interval = bootstrap.rmse(squares);
  for (const auto& [name, values] : lead.baselines_nt) {
    const auto baseline = pick(values, rows);
    const auto reference = squared_errors(observed, baseline);
    scores.baselines[name] = score(observed, baseline);
    scores.baseline_rmse_interval[name] = bootstrap.rmse(reference);
    scores.skill[name] = skill_over(reference, squares);
    scores.skill_interval[name] = bootstrap.skill(squares, reference);
  }
  const auto persistence = pick(lead.baselines_nt.at("persistence"), rows);
  scores.thresholds = score_thresholds(observed, forecast, options.thresholds_nt);
  scores.persistence_thresholds = score_thresholds(observed, persistence, options.thresholds_nt);
  for (auto& of : scores.thresholds) of.sedi_interval = bootstrap.sedi(observed, forecast, of.threshold_nt);
  for (auto& of : scores.persistence_thresholds)
    of.sedi_interval = bootstrap.sedi(observed, persistence, of.threshold_nt);
}

void score_distributions(LeadTimeScores& scores, const LeadTimeForecasts& lead, const SampleRows& rows,
                         const VerifyOptions& options) {
  const auto banded = banded_rows(lead, rows);
  if (banded.empty()) return;
  scores.chances = score_chances(
      Bootstrap(assign_blocks(lead, banded, options.block), options.bootstrap_samples, options.seed), lead,
      banded);
}

std::vector<PeakScores> peaks_of(const std::vector<StormScores>& storms, PeakScores StormScores::*peak) {
  std::vector<PeakScores> peaks;
  peaks.reserve(storms.size());
  for (const auto& storm : storms) peaks.push_back(storm.*peak);
  return peaks;
}

/// When the forecasts warned, and when they were deepest; of the model and of persistence.
void score_timing(LeadTimeScores& scores, const LeadTimeForecasts& lead, const SampleRows& rows,
                  const VerifyOptions& options) {
  const Resampling resampling{options.bootstrap_samples, options.seed};
  scores.warnings = score_warnings(lead, lead.forecast_nt, rows, resampling);
  scores.persistence_warnings = score_warnings(lead, lead.baselines_nt.at("persistence"), rows, resampling);
  scores.minima = score_minima(peaks_of(scores.storms, &StormScores::peak), resampling);
  scores.persistence_minima =
      score_minima(peaks_of(scores.storms, &StormScores::persistence_peak), resampling);
}

/// The number of samples left out. A classifier without values leaves out only samples it did not classify.
std::size_t count_missing(const LeadTimeScores& scores, const LeadTimeForecasts& lead) {
  const bool only_levels = scores.model.samples == 0 && !lead.level_probabilities.empty();
  return lead.issue_time.size() - (only_levels ? scores.classified : scores.model.samples);
}

LeadTimeScores verify_lead(const ForecastTable& table, const LeadTimeForecasts& lead,
                           const VerifyOptions& options) {
  LeadTimeScores scores;
  scores.lead_time = lead.lead_time;
  const auto rows = common_rows(lead);
  score_values(scores, lead, rows, options);
  scores.storms = score_storms(table, lead, rows, options.thresholds_nt);
  scores.groups = score_groups(lead, rows);
  scores.band = score_bands(lead, rows);
  score_distributions(scores, lead, rows, options);
  score_timing(scores, lead, rows, options);
  scores.best_lag = best_lag(lead, table.cadence);
  scores.best_lag_samples = static_cast<int>(scores.best_lag / table.cadence);
  score_classes(scores, lead);
  scores.missing = count_missing(scores, lead);
  return scores;
}

LeadTimeScores verify_window(const WindowForecasts& window, const VerifyOptions& options) {
  LeadTimeScores scores;
  scores.lead_time = window.minimum.lead_time;
  const auto rows = banded_rows(window.minimum, common_rows(window.minimum));
  scores.missing = window.minimum.issue_time.size() - rows.size();
  if (rows.empty()) return scores;
  const Bootstrap bootstrap(assign_blocks(window.minimum, rows, options.block), options.bootstrap_samples,
                            options.seed);
  scores.chances = score_chances(bootstrap, window.minimum, rows, chances_of_window(window, rows));
  return scores;
}

void require_sensible(const VerifyOptions& options) {
  if (options.block <= Minutes{0}) throw UsageError("the bootstrap block must be longer than zero");
  if (options.bootstrap_samples < 0) throw UsageError("the number of bootstrap samples is negative");
}

}  // namespace

bool LeadTimeScores::loses_to_persistence() const {
  const auto persistence = baselines.find("persistence");
  if (model.samples > 0 && persistence != baselines.end())
    return model.at("rmse") > persistence->second.at("rmse");
  return classified > 0 && brier > persistence_brier;
}

bool LeadTimeScores::copies_last_value() const {
  return best_lag > Minutes{0} && std::chrono::abs(best_lag - lead_time) <= lead_time / 10;
}

bool Verification::loses_to_persistence() const {
  return std::any_of(leads.begin(), leads.end(),
                     [](const auto& lead) { return lead.loses_to_persistence(); });
}

Verification verify(const ForecastTable& table, const VerifyOptions& options) {
  require_whole(table);
  require_sensible(options);
  Verification verification{.model = table.model,
                            .target = table.target,
                            .leads = {},
                            .without = table.without,
                            .seen = table.seen};
  for (const auto& lead : table.leads) verification.leads.push_back(verify_lead(table, lead, options));
  for (const auto& window : table.windows) verification.windows.push_back(verify_window(window, options));
  return verification;
}

}  // namespace symh
