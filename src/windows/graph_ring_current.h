#pragma once
#include <cstdint>
#include <vector>

#include "physics/ring_current_forecast.h"
#include "windows/graph_series.h"
#include "windows/graph_wind.h"
#include "windows/keys/windows.h"

namespace symh {

/// A number of each model, [1, M, 1] float64.
graph::Value model_numbers(graph::Graph& graph, const std::vector<RingCurrentModel>& models,
                           double (*of)(const RingCurrentModel&));
/// The coefficients of the models' laws, each [1, M, 1].
RingCurrentLaw<graph::Value> model_laws(graph::Graph& graph, const std::vector<RingCurrentModel>& models);
/// The drive of each model out of VBs and Newell's coupling: [B, models, ...].
graph::Value of_couplings(graph::Value vbs, graph::Value newell, const std::vector<RingCurrentModel>& models);

/// Steps of a run, all made: after step s, SYM-H* is factor * (SYM-H* before the first) + addend.
struct GraphWalk {
  graph::Value factor, addend;  ///< [B, M, S]
};
/// Composes `count` steps along the last axis by doubling: those of length 1 to those of length 2, 4 …
GraphWalk all_steps(const RingCurrentStep<graph::Value>& step, std::int64_t count);

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
  /// The same from SYM-H [B, models] float64 at the newest sample.
  graph::Value forecasts_from(graph::Value sym_h_nt, const std::vector<RingCurrentModel>& models,
                              const std::vector<std::int64_t>& lead_steps) const;

  /// RingCurrentForecasts::arriving, [B, 3 count] float32.
  graph::Value arriving(std::int64_t width, std::int64_t count) const;

  /// Of RingCurrentForecasts::past_bz_nt, each [B] float32.
  struct PastBz {
    graph::Value deviation_nt, lowest_nt;
  };
  PastBz past_bz(std::int64_t count) const;
  /// RingCurrentForecasts::arriving_bz_deviation, [B, count] float32.
  graph::Value arriving_bz_deviation(std::int64_t width, std::int64_t count) const;

 private:
  graph::Value star_forecasts(graph::Value start_nt, const std::vector<RingCurrentModel>& models,
                              const std::vector<std::int64_t>& lead_steps) const;
  using Models = std::vector<RingCurrentModel>;
  graph::Value numbers(const Models& models, double (*of)(const RingCurrentModel&)) const {
    return model_numbers(series_.graph(), models, of);
  }
  graph::Value delay_steps(const Models& models) const;
  graph::Value known(graph::Value samples, graph::Value delay, const std::vector<double>& steps) const;
  graph::Value running_mean(graph::Value samples) const;
  graph::Value drive(const Models& models, const std::vector<double>& steps) const;

  const GraphSeries& series_;
  WindPosition position_;
  double cadence_minutes_;
  graph::Value last_nt_;  ///< [B] float64
  GraphWind wind_;
  graph::Value delay_;  ///< [B, 1, 1] minutes from L1, float64
};

}  // namespace symh
