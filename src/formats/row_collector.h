#pragma once
#include <string>
#include <vector>

#include "formats/format.h"

namespace symh {

/// Gathers rows in any order and makes a Series of them: sorted, duplicates joined, holes explicit.
class RowCollector {
 public:
  RowCollector(const TextInput& input, std::vector<std::string> channels);
  void reserve(std::size_t rows);
  /// `values` has one entry a channel; `line` is named where a row is refused.
  void add(Time time, const float* values, std::size_t line);
  /// Only channel `channel` of this time, for formats that give one channel after the other.
  void add_one(Time time, std::size_t channel, float value, std::size_t line);
  std::size_t rows() const { return times_.size(); }
  /// cadence 0: found from the stamps. Duplicates that differ: the later row wins, and a warning says so. A
  /// value never gives way to a missing one.
  Series finish(Minutes cadence, Status status, std::vector<std::string>& warnings);

 private:
  Minutes most_common_step(const std::vector<std::size_t>& order) const;
  std::vector<std::size_t> time_order() const;
  void lay_out_segments(Series& series, const std::vector<std::size_t>& order) const;

  const TextInput& input_;
  std::vector<std::string> names_;
  std::vector<Time> times_;
  std::vector<std::uint32_t> lines_;
  std::vector<float> values_;  ///< [row][channel]
};

}  // namespace symh
