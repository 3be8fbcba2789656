#pragma once
#include "core/time.h"
#include "windows/graph_series.h"

namespace symh {

/// SolarWind (physics/solar_wind.h) at every sample of a graph's input, never missing. One thing differs: a
/// speed is held over the samples of the input alone, and is a quiet 400 km/s if these have none.
struct GraphWind {
  graph::Value speed_km_s, bz_nt;                   ///< [B, steps] float32
  graph::Value vbs_mv_m, newell_mv_m, root_of_npa;  ///< [B, steps] float64
  graph::Value first;  ///< [B, 1] float64: the row of the oldest sample that is given
};
GraphWind graph_wind(const GraphSeries& series, Minutes fill_limit);

/// Samples along an axis of `steps` rows at the places along the same axis (float64), linear between rows;
/// the places must lie from 0 to the newest row.
graph::Value between_rows(graph::Value samples, std::int64_t axis, graph::Value places, std::int64_t steps);

}  // namespace symh
