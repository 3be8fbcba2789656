#pragma once
#include <map>
#include <span>
#include <string>
#include <utility>
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
  /// A value of the row that was added last, which must exist.
  float& last_value(std::size_t channel) { return rows_.channels[channel].values.back(); }
  /// Averages `values` with those of the last row, as a leap second belongs to the minute before it. False,
  /// with nothing done, if the last row is not stamped `time`.
  bool average_into_last(Time time, const float* values);
  /// The most common step between the stamps if at least `least_steps` steps are of it, else `usual`.
  Minutes cadence_or(Minutes usual, std::size_t least_steps) const;
  /// The most common step between the stamps if all rows lie on its grid, else a minute: samples of 92 s fall
  /// into minutes one or two apart.
  Minutes cadence_of_samples() const;
  /// Finds the cadence from the stamps if `cadence` is 0. lay_over() decides which of two rows of a minute
  /// wins; if they differ at equal status, adds a warning, and another if stretches of the file have another
  /// cadence. Throws DataError if there are no rows.
  Series finish(Minutes cadence, std::vector<std::string>& warnings);

 private:
  /// The most common step, and how many steps are of it.
  std::pair<Minutes, std::size_t> most_common_step() const;
  void tell_other_cadences(std::vector<std::string>& warnings) const;
  std::map<Minutes, std::size_t> steps_in_time_order() const;
  void split_at_steps_other_than(Minutes cadence);
  void check_grid() const;
  std::size_t line_of(std::size_t row) const;
  bool continues(Time time) const;
  void note_line(std::size_t line);

  const TextInput& input_;
  std::size_t rows_per_line_;
  Series rows_;                 ///< segments are runs of rows as read: in any order, perhaps overlapping
  std::vector<Minutes> steps_;  ///< of each segment; 0 if the segment has only one row

  /// A row whose line does not follow from the rows before it: rows_per_line_ rows come from each line.
  struct LineMark {
    std::size_t row, line;
  };
  std::vector<LineMark> lines_;
};

}  // namespace symh
