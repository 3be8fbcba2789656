#pragma once
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/memory_budget.h"
#include "series/series.h"

namespace symh {

/// A stamp in microseconds since 1970 UTC.
using Microseconds = std::int64_t;
/// A stamp that the file marks as missing.
inline constexpr Microseconds no_stamp = std::numeric_limits<Microseconds>::min();

/// Turns the rising stamps of the samples of a file into rows of whole minutes. Samples of one minute share
/// its row: their mean is its value. A sample without a stamp has no row.
class SampleRows {
 public:
  static constexpr std::uint32_t no_row = std::numeric_limits<std::uint32_t>::max();

  /// `stamp` tells whether a stamp within a minute belongs to its beginning or its end. `path` names the file
  /// in errors and must outlive the object.
  SampleRows(const std::string& path, Stamp stamp) : path_(path), stamp_(stamp) {}

  /// Adds the next sample. Throws DataError if its stamp does not rise or is absurd.
  void add(Microseconds time);

  std::size_t rows() const { return rows_; }
  /// The step between rows that most rows have; one minute if there is only one row.
  Minutes most_common_step() const;
  /// The same, but a minute if the rows of samples between whole minutes do not all lie on the grid of that
  /// step.
  Minutes cadence() const;
  /// The runs of rows without a hole. Throws DataError if a row is off the grid of `cadence`.
  std::vector<Segment> segments(Minutes cadence) const;
  /// The row of each sample; empty if each sample has its own.
  const std::vector<std::uint32_t>& row_of_sample() const { return row_of_; }
  /// What the user should know of the stamps; empty if each is a whole minute.
  std::string note() const;

 private:
  void open_row(Time minute);
  void keep_rows_of_samples();

  const std::string& path_;
  Stamp stamp_;
  std::vector<Segment> runs_;   ///< each starts at the first row after a change of step
  std::vector<Minutes> steps_;  ///< the step between the rows of each run
  MemoryClaim claim_;           ///< of the runs: where every step is another, there is one for each row
  std::vector<std::uint32_t> row_of_;
  Time last_minute_;
  Microseconds last_time_ = no_stamp;
  std::size_t rows_ = 0, samples_ = 0, with_seconds_ = 0, without_stamp_ = 0;
};

}  // namespace symh
