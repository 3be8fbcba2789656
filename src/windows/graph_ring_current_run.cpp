#include "windows/graph_ring_current_run.h"

#include <numeric>

#include "graph/number.h"
#include "windows/graph_ring_current.h"

namespace symh {
namespace {

graph::Value at_least_first(graph::Value places, graph::Value first) {
  return where(less(places, first), first, places);
}

}  // namespace

GraphRingCurrentRun graph_ring_current_run(const GraphSeries& series, const GraphWind& wind,
                                           WindPosition position, const std::vector<RingCurrentModel>& models,
                                           std::int64_t rows) {
  auto& graph = series.graph();
  const auto steps = series.steps;
  std::vector<double> counted(static_cast<std::size_t>(steps));
  std::iota(counted.begin(), counted.end(), 0.0);
  const auto row = graph.constant(counted, {1, steps});
  // What arrives at Earth at each row, and in the step from each row to the next.
  const double from_l1 = position == WindPosition::bow_shock ? 0 : 1;
  const auto delay = precise(ballistic_delay_minutes(wind.speed_km_s)) * from_l1 /
                     static_cast<double>(series.cadence.count());
  const auto there = row - delay, midway = there + 0.5;
  const auto newest = static_cast<double>(steps - 1);
  const auto in_step = at_least_first(where(less(newest, midway), newest, midway), wind.first);
  const auto pressure_nt =
      pressure_term_of_root_nt(between_rows(wind.root_of_npa, 1, at_least_first(there, wind.first), steps));
  const auto drives = of_couplings(between_rows(wind.vbs_mv_m, 1, in_step, steps),
                                   between_rows(wind.newell_mv_m, 1, in_step, steps), models);
  const auto law = model_laws(graph, models);
  auto step = ring_current_step(injection_nt_per_hour(law, drives), decay_hours(law, drives),
                                static_cast<double>(series.cadence.count()) / 60.0);
  const auto before_first = unsqueeze(less(row, wind.first), 1);
  step.level_nt = slice(where(before_first, 0.0, step.level_nt), 2, steps - rows, -1);
  step.kept = slice(step.kept, 2, steps - rows, -1);
  const auto walk = all_steps(step, rows - 1);
  return {.star_nt = pad_in_front(walk.addend, {0, 0, 1}, 0),
          .kept = pad_in_front(walk.factor, {0, 0, 1}, 1),
          .pressure_nt = slice(pressure_nt, 1, -rows)};
}

}  // namespace symh
