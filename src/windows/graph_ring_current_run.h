#pragma once
#include <cstdint>
#include <vector>

#include "physics/ring_current_forecast.h"
#include "windows/graph_series.h"
#include "windows/graph_wind.h"

namespace symh {

/// RingCurrentRun inside a graph, over the newest `rows` samples, with the steps composed by doubling. A run
/// that has SYM-H* = s at row r has `star_nt` + `kept` / `kept` at r * (s - `star_nt` at r) at each later
/// row.
struct GraphRingCurrentRun {
  graph::Value star_nt;      ///< [B, models, rows] float64: of a run from SYM-H* = 0 at the first row
  graph::Value kept;         ///< [B, models, rows] float64: the share of SYM-H* that is kept from there on
  graph::Value pressure_nt;  ///< [B, rows] float64: pressure term
};
GraphRingCurrentRun graph_ring_current_run(const GraphSeries& series, const GraphWind& wind,
                                           WindPosition position, const std::vector<RingCurrentModel>& models,
                                           std::int64_t rows);

}  // namespace symh
