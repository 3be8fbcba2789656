#include "reporting/tuning_runs.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace symh {
namespace {

std::size_t count_of(std::int64_t number) { return static_cast<std::size_t>(number); }

std::vector<Column> columns_of(const TuningRuns& search) {
  std::vector<Column> columns{
      {.key = "trial", .title = "Trial", .brief = "trial", .width = 6},
      {.key = "rung", .in_page = false},
      {.key = "epochs", .in_page = false},
      {.title = "Epochs", .brief = "epochs", .width = 8, .names_row = true},
      {.key = "failed", .in_page = false},
      {.key = "objective", .title = "Relative RMSE", .brief = "relative", .decimals = 4, .width = 10},
  };
  for (const auto& axis : search.axes) columns.push_back({.key = "keys/" + axis.key, .title = axis.key});
  int priority = 0;
  for (const auto& lead : search.leads)
    columns.push_back({.key = "rmse[]",
                       .title = "RMSE " + lead,
                       .brief = "RMSE " + lead,
                       .decimals = 3,
                       .width = 12,
                       .priority = --priority});
  for (std::size_t l = 0; l < search.leads.size(); ++l)
    columns.push_back({.key = "relative_rmse[]", .in_page = false});
  columns.push_back({.key = "samples", .in_page = false});
  columns.push_back(
      {.key = "seconds", .title = "Training", .unit = "s", .brief = "s", .decimals = 1, .width = 8});
  return columns;
}

/// A cell for each lead time, blank where a failed run has no score.
void add_scores(std::vector<Cell>& row, const std::vector<double>& scores, std::size_t leads) {
  for (std::size_t l = 0; l < leads; ++l) {
    if (l < scores.size())
      row.emplace_back(scores[l]);
    else
      row.emplace_back();
  }
}

std::vector<Cell> row_of(const TuningRun& run, std::size_t leads) {
  std::vector<Cell> row;
  row.reserve(8 + run.values.size() + 2 * leads);
  row.emplace_back(count_of(run.trial));
  row.emplace_back(count_of(run.rung));
  row.emplace_back(count_of(run.epochs));
  // A kind that is fitted in one step has no epochs to show.
  if (run.epochs > 0)
    row.emplace_back(count_of(run.epochs));
  else
    row.emplace_back(std::numeric_limits<double>::quiet_NaN());
  row.emplace_back(run.failed);
  row.emplace_back(run.objective);
  for (const auto& value : run.values) row.emplace_back(value);
  add_scores(row, run.rmse, leads);
  add_scores(row, run.relative_rmse, leads);
  row.emplace_back(count_of(run.samples));
  row.emplace_back(run.seconds);
  return row;
}

}  // namespace

TuningRuns best_runs(TuningRuns search, std::size_t count) {
  std::erase_if(search.runs, [](const TuningRun& run) { return !std::isfinite(run.objective); });
  std::ranges::stable_sort(search.runs, {}, &TuningRun::objective);
  search.runs.resize(std::min(search.runs.size(), count));
  return search;
}

Table run_table(const TuningRuns& search) {
  Table table{"Runs", columns_of(search), {}};
  table.rows.reserve(search.runs.size());
  for (const auto& run : search.runs) table.rows.push_back(row_of(run, search.leads.size()));
  return table;
}

}  // namespace symh
