#pragma once
#include <cstdint>
#include <vector>

#include "windows/graph_series.h"
#include "windows/graph_wind.h"
#include "windows/index_gap.h"

namespace symh {

/// IndexGap inside a graph, at the newest sample: SYM-H is NaN after its newest value. The runs from quiet
/// are composed by doubling (graph_ring_current.h); a test holds the two together.
class GraphIndexGap {
 public:
  GraphIndexGap(const GraphSeries& series, Minutes fill_limit, WindPosition position);

  graph::Value none() const { return none_; }    ///< [B] boolean: no value within longest_gap
  graph::Value steps() const { return steps_; }  ///< [B] float64: samples since the newest value; 0 if none
  /// [B] float32: the value so many samples before the newest; NaN if it is missing.
  graph::Value newest_nt(std::int64_t steps_before) const;
  /// [B, laws] float64, in the order of gap_ring_current_models().
  graph::Value estimates_nt() const { return estimates_nt_; }
  graph::Value from_quiet_nt() const { return from_quiet_nt_; }
  graph::Value errors_nt() const {
    return errors_nt_;
  }  ///< of the run from quiet at the newest value, or NaN
  /// [B] float32: what the model takes as SYM-H at the newest sample.
  graph::Value estimate_nt() const;
  /// The series with its gap after the newest value closed by mean_of_laws(), as path_through_gap() does it
  /// for members that take an estimated SYM-H. NaN stay where neither a value within longest_gap nor the wind
  /// of shortest_run_from_quiet is there.
  GraphSeries completed() const;
  /// WindMeans::at, [B, quantities x stretches] float32.
  graph::Value wind_means() const;

 private:
  graph::Value observed_nt() const;

  const GraphSeries& series_;
  GraphWind wind_;
  std::int64_t rows_;  ///< of the run from quiet: longest_gap, and the newest
  graph::Value none_, steps_, estimates_nt_, from_quiet_nt_, errors_nt_;
  graph::Value
      path_nt_;  ///< [B, rows] float64: mean_of_laws() of the runs through the newest value, or from quiet
};

}  // namespace symh
