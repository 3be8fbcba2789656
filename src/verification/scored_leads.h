#pragma once
#include <span>
#include <string>
#include <vector>

#include "verification/table.h"
#include "verification/verify.h"

namespace symh {

/// The lead times of a table. A report has one table for all of them, a terminal one for each.
struct ScoredLeads {
  std::string model;  ///< the name in the model's rows
  std::span<const LeadTimeScores> leads;
  bool windows = false;  ///< the scores are of the lowest value within a window, as of Verification::windows
};

/// The first column of a report's table, and its cell.
Column lead_column();
Cell lead_cell(const LeadTimeScores& lead);

/// Appends the cells, or columns, of `more`.
void append(std::vector<Cell>& row, std::vector<Cell> more);
void append(std::vector<Column>& columns, std::vector<Column> more);
/// `row`, followed by the cells of `more`.
std::vector<Cell> joined(std::vector<Cell> row, std::vector<Cell> more);

}  // namespace symh
