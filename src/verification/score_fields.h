#pragma once
#include <vector>

#include "verification/table.h"
#include "verification/verify.h"

namespace symh {

/// One number of a Record: its column, and how to read it. To add one, write its member, its computation and
/// its row in a list of fields: terminal, JSON and report then show it.
template <class Record>
struct Field {
  Column column;
  Cell (*cell)(const Record& record);
};

const std::vector<Field<ThresholdScores>>& threshold_fields();
const std::vector<Field<PeakScores>>& peak_fields();
const std::vector<Field<BandScores>>& band_fields();
/// The scores of the storm levels that a classifier forecast.
const std::vector<Field<LeadTimeScores>>& class_fields();

/// Columns for the number of samples and for each metric, each `width` wide on a terminal.
std::vector<Column> metric_columns(std::size_t width);
/// The cells of metric_columns().
std::vector<Cell> metric_cells(const Scores& scores);

template <class Record>
std::vector<Column> columns_of(const std::vector<Field<Record>>& fields) {
  std::vector<Column> columns;
  columns.reserve(fields.size());
  for (const auto& field : fields) columns.push_back(field.column);
  return columns;
}

template <class Record>
std::vector<Cell> cells_of(const std::vector<Field<Record>>& fields, const Record& record) {
  std::vector<Cell> cells;
  cells.reserve(fields.size());
  for (const auto& field : fields) cells.push_back(field.cell(record));
  return cells;
}

/// A row for each of `records`.
template <class Record>
Table table_of(const std::vector<Field<Record>>& fields, const std::vector<Record>& records) {
  Table table{"", columns_of(fields), {}};
  for (const auto& record : records) table.rows.push_back(cells_of(fields, record));
  return table;
}

}  // namespace symh
