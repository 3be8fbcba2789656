#pragma once
#include <map>
#include <string>
#include <vector>

#include "verification/periods.h"
#include "verification/scored_leads.h"
#include "verification/table.h"

namespace symh {

/// The names of a lead time's baselines: persistence first, the others by alphabet.
std::vector<std::string> baseline_names(const std::map<std::string, Scores>& baselines);

/// A row for the model and for each baseline: all metrics, the RMSE with its interval.
Table score_table(const ScoredLeads& scored);
/// The skill of the model over each baseline with its interval.
Table skill_table(const ScoredLeads& scored);
/// Hits, misses and their scores at each threshold, of the model and of persistence.
Table threshold_table(const ScoredLeads& scored);
/// Model and persistence by phase of the storm and by observed level.
Table group_table(const ScoredLeads& scored);
/// The RMSE and the deepest point of each storm.
Table storm_table(const ScoredLeads& scored);
/// All metrics of the model in each storm, and its skill over each baseline.
Table storm_score_table(const ScoredLeads& scored);
/// The threshold scores of the model in each storm, at the thresholds that the storm reached. Only a report
/// shows this table.
Table storm_threshold_table(const ScoredLeads& scored);
/// The quality of the 5-95 % band. No rows if the model has no band.
Table band_table(const ScoredLeads& scored);
/// The scores of forecast storm levels. No rows if the model forecasts no levels.
Table class_table(const ScoredLeads& scored);
/// Observed against forecast storm levels of one lead time. No rows if the model forecasts no levels.
Table confusion_table(const LeadTimeScores& lead);
/// The periods of a backtest, and all of them `pooled`, at the lead time of index `lead`.
Table period_table(const std::vector<PeriodScores>& periods, const Verification& pooled, std::size_t lead);

}  // namespace symh
