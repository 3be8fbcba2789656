#pragma once
#include <span>
#include <string>
#include <vector>

#include "formats/format.h"

namespace symh {

/// Gathers rows in any order and makes a Series: sorted, duplicates merged, holes explicit. Rows that arrive
/// in order go straight to their place in the series, and no other data are kept for each row.
class RowCollector {
 public:
  /// `rows_per_line`: how many rows one line of the file gives.
  RowCollector(const TextInput& input, const std::vector<std::string>& channels,
               std::size_t rows_per_line = 1);
  void reserve(std::size_t rows);
  /// `values` has one entry for each channel. Errors name `line`.
  void add(Time time, const float* values, std::size_t line, Status status = Status::unknown);
  /// Adds `count` rows at once: `values` has one array for each channel, `line` is the line of the first row.
  void add_run(Time first, Minutes step, std::span<const float* const> values, std::size_t count,
               std::size_t line, Status status = Status::unknown);
  std::size_t rows() const { return rows_.size(); }
  /// Finds the cadence from the stamps if `cadence` is 0. lay_over() decides which of two rows of a minute
  /// wins; if they differ at equal status, adds a warning. Throws DataError if there are no rows.
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
  std::vector<Minutes> steps_;      ///< of each segment; 0 if the segment has only one row
  std::vector<std::size_t> lines_;  ///< line of the first row of each segment
};

}  // namespace symh
