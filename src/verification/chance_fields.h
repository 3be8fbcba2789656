#pragma once
#include <string>
#include <vector>

#include "verification/chance_scores.h"
#include "verification/score_fields.h"
#include "verification/warnings.h"

namespace symh {

/// How a terminal shows the score of a ComparedScore: decimals, and the width of its columns.
struct ScoreLook {
  int decimals = 2;
  std::size_t width = 7;
  std::size_t interval_width = 0;  ///< of the model's score; 0: only in reports and JSON
};

/// Columns for the score of the model with its interval, and for both references with the skill over them.
/// `key` goes before their keys in JSON, such as `brier.`; empty: nothing does.
std::vector<Column> compared_columns(const std::string& key, const ScoreLook& look);
/// The cells of compared_columns().
std::vector<Cell> compared_cells(const ComparedScore& scores);

/// The threshold with its Brier score, the parts of that, and the area under the ROC.
const std::vector<Field<EventScores>>& event_fields();
std::vector<Column> event_columns();
std::vector<Cell> event_cells(const EventScores& scores);

const std::vector<Field<ReliabilityBin>>& reliability_fields();
const std::vector<Field<RocPoint>>& roc_fields();
const std::vector<Field<PitScores>>& pit_fields();
const std::vector<Field<GroupCoverage>>& coverage_fields();
const std::vector<Field<WarningScores>>& warning_fields();
const std::vector<Field<MinimumScores>>& minimum_fields();
const std::vector<Field<StormOnset>>& onset_fields();

}  // namespace symh
