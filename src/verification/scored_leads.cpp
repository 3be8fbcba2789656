#include "verification/scored_leads.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace symh {

Column lead_column() { return {.title = "Lead"}; }

Cell lead_cell(const LeadTimeScores& lead) { return format_duration(lead.lead_time); }

void append(std::vector<Cell>& row, std::vector<Cell> more) {
  std::ranges::move(more, std::back_inserter(row));
}

void append(std::vector<Column>& columns, std::vector<Column> more) {
  std::ranges::move(more, std::back_inserter(columns));
}

std::vector<Cell> joined(std::vector<Cell> row, std::vector<Cell> more) {
  append(row, std::move(more));
  return row;
}

}  // namespace symh
