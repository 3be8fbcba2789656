#pragma once
#include <span>
#include <string>
#include <vector>

#include "formats/format.h"

namespace symh {

/// Gathers rows in any order and makes a Series of them: sorted, duplicates joined, holes explicit. Rows that
/// come in order go straight where the series will hold them; nothing else is kept a row.
class RowCollector {
 public:
  /// `rows_per_line`: how many rows one line of the file gives.
  RowCollector(const TextInput& input, const std::vector<std::string>& channels,
               std::size_t rows_per_line = 1);
  void reserve(std::size_t rows);
  /// `values` has one entry a channel; `line` is named where a row is refused.
  void add(Time time, const float* values, std::size_t line, Status status = Status::unknown);
  /// As many rows as if added one by one: `values` has one array a channel, `line` is that of the first row.
  void add_run(Time first, Minutes step, std::span<const float* const> values, std::size_t count,
               std::size_t line, Status status = Status::unknown);
  std::size_t rows() const { return rows_.size(); }
  /// cadence 0: found from the stamps. Which of two rows of a minute wins is lay_over()'s rule; where they
  /// differ at equal status, a warning says so. Throws DataError where there are no rows.
  Series finish(Minutes cadence, std::vector<std::string>& warnings);

 private:
  Minutes most_common_step() const;
  void split_at_steps_other_than(Minutes cadence);
  void check_grid() const;
  std::size_t line_of(std::size_t segment, std::size_t offset) const;
  bool continues(Time time, std::size_t line) const;

  const TextInput& input_;
  std::size_t rows_per_line_;
  Series rows_;                     ///< segments are runs of rows as read: in any order, perhaps overlapping
  std::vector<Minutes> steps_;      ///< of each segment; 0 while it has one row
  std::vector<std::size_t> lines_;  ///< of the first row of each segment
};

}  // namespace symh
