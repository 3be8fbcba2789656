#pragma once
#include <cstdint>
#include <vector>

#include "physics/ring_current_forecast.h"
#include "windows/graph_series.h"
#include "windows/keys/windows.h"

namespace symh {

/// RingCurrentForecasts inside a graph, from the newest sample. The formulas are the same templates of
/// physics/; the walk differs: RingCurrentForecasts goes step by step through one row of a series, a graph
/// has no loop and composes all steps of a batch by doubling. A test holds the two together. One thing
/// differs: a speed is held over the samples of the graph's input alone, and is a quiet 400 km/s if these
/// have none.
class GraphRingCurrent {
 public:
  /// `last_nt` [B] float32, gaps held.
  GraphRingCurrent(const GraphSeries& series, Minutes fill_limit, WindPosition position,
                   graph::Value last_nt);

  /// SYM-H [B, models, leads] float32 at each of `lead_steps` (in samples).
  graph::Value forecasts(const std::vector<RingCurrentModel>& models,
                         const std::vector<std::int64_t>& lead_steps) const;

  /// RingCurrentForecasts::arriving, [B, 3 count] float32.
  graph::Value arriving(std::int64_t width, std::int64_t count) const;

 private:
  using Models = std::vector<RingCurrentModel>;
  graph::Value numbers(const Models& models, double (*of)(const RingCurrentModel&)) const;
  RingCurrentLaw<graph::Value> laws(const Models& models) const;
  graph::Value delay_steps(const Models& models) const;
  graph::Value known(graph::Value samples, graph::Value delay, const std::vector<double>& steps) const;
  graph::Value of_couplings(graph::Value vbs, graph::Value newell, const Models& models) const;
  graph::Value running_mean(graph::Value samples) const;
  graph::Value drive(const Models& models, const std::vector<double>& steps) const;

  const GraphSeries& series_;
  WindPosition position_;
  double cadence_minutes_;
  graph::Value last_nt_;                       ///< [B] float64
  graph::Value first_;                         ///< [B, 1, 1] float64: row of the oldest sample of the input
  graph::Value vbs_, newell_, root_pressure_;  ///< [B, steps] float64, never missing
  graph::Value delay_;                         ///< [B, 1, 1] minutes from L1, float64
};

}  // namespace symh
