#include "windows/graph_ring_current.h"

#include <algorithm>

#include "graph/number.h"
#include "physics/coupling.h"

namespace symh {
namespace {

std::vector<double> midpoints(std::int64_t count) {
  std::vector<double> steps;
  for (std::int64_t step = 0; step < count; ++step) steps.push_back(static_cast<double>(step) + 0.5);
  return steps;
}

}  // namespace

GraphWalk all_steps(const RingCurrentStep<graph::Value>& step, std::int64_t count) {
  GraphWalk walk{step.kept, step.level_nt * (1.0 - step.kept)};
  for (std::int64_t shift = 1; shift < count; shift *= 2) {
    const auto before = [&](graph::Value x, double identity) {
      return slice(pad_in_front(x, {0, 0, shift}, identity), 2, 0, count);
    };
    walk.addend = walk.addend + walk.factor * before(walk.addend, 0);
    walk.factor = walk.factor * before(walk.factor, 1);
  }
  return walk;
}

graph::Value model_numbers(graph::Graph& graph, const std::vector<RingCurrentModel>& models,
                           double (*of)(const RingCurrentModel&)) {
  std::vector<double> values;
  for (const auto& model : models) values.push_back(of(model));
  return graph.constant(values, {1, std::ssize(models), 1});
}

RingCurrentLaw<graph::Value> model_laws(graph::Graph& graph, const std::vector<RingCurrentModel>& models) {
  using Model = const RingCurrentModel&;
  const auto numbers = [&](double (*of)(Model)) { return model_numbers(graph, models, of); };
  return {numbers([](Model m) { return law_of(m).injection_nt_per_hour; }),
          numbers([](Model m) { return law_of(m).threshold_mv_m; }),
          numbers([](Model m) { return law_of(m).decay_hours; }),
          numbers([](Model m) { return law_of(m).decay_field_mv_m; }),
          numbers([](Model m) { return law_of(m).decay_offset_mv_m; })};
}

graph::Value of_couplings(graph::Value vbs, graph::Value newell,
                          const std::vector<RingCurrentModel>& models) {
  std::vector<std::int64_t> which;
  for (const auto& model : models)
    which.push_back(model.coupling == RingCurrentModel::Coupling::newell ? 1 : 0);
  return index(graph::concat({unsqueeze(vbs, 1), unsqueeze(newell, 1)}, 1), 1, which);
}

GraphRingCurrent::GraphRingCurrent(const GraphSeries& series, Minutes fill_limit, WindPosition position,
                                   graph::Value last_nt)
    : series_(series),
      position_(position),
      cadence_minutes_(static_cast<double>(series.cadence.count())),
      last_nt_(precise(last_nt)),
      wind_(graph_wind(series, fill_limit)),
      delay_(reshape(precise(ballistic_delay_minutes(slice(wind_.speed_km_s, 1, -1))), {-1, 1, 1})) {}

/// [B, M, 1]; 0 if the wind was measured at the bow shock, or if a model ignores propagation.
graph::Value GraphRingCurrent::delay_steps(const Models& models) const {
  const auto factor = numbers(
      models, [](const RingCurrentModel& model) { return model.propagated ? model.delay_factor : 0.0; });
  const double from_l1 = position_ == WindPosition::bow_shock ? 0 : 1;
  return factor * delay_ * from_l1 / cadence_minutes_;
}

/// Samples [B, M or 1, steps] as they arrive so many steps after issue time: [B, M, S]. Linear between
/// samples; the newest one beyond it.
graph::Value GraphRingCurrent::known(graph::Value samples, graph::Value delay,
                                     const std::vector<double>& steps) const {
  const auto row = static_cast<double>(series_.steps - 1);
  const auto back = series_.graph().constant(steps, {1, 1, std::ssize(steps)}) - delay;
  const auto place = where(less(back, 0), back, 0.0) + row, first = unsqueeze(wind_.first, 1);
  return between_rows(samples, 2, where(less(place, first), first, place), series_.steps);
}

/// Of the newest samples that are given, [B, 1]; rounded to float32 as RingCurrentForecasts keeps it.
graph::Value GraphRingCurrent::running_mean(graph::Value samples) const {
  const auto width =
      std::min<std::int64_t>(static_cast<std::int64_t>(held_mean_rows(series_.cadence)), series_.steps);
  const auto there = slice(precise(series_.given), 1, -width);
  const auto mean = reduce_sum(slice(samples, 1, -width) * there, 1) / reduce_sum(there, 1);
  return unsqueeze(precise(as_channel(mean)), 1);
}

/// [B, models, steps]
graph::Value GraphRingCurrent::drive(const Models& models, const std::vector<double>& steps) const {
  const auto delay = delay_steps(models);
  const auto unknown = series_.graph().constant(steps, {1, 1, std::ssize(steps)}) - delay;
  const auto hold = numbers(models, [](const RingCurrentModel& model) { return model.hold_minutes; });
  const auto mean = of_couplings(running_mean(wind_.vbs_mv_m), running_mean(wind_.newell_mv_m), models);
  return where(less(0, unknown), held_drive(mean, unknown * cadence_minutes_, hold),
               known(of_couplings(wind_.vbs_mv_m, wind_.newell_mv_m, models), delay, steps));
}

graph::Value GraphRingCurrent::forecasts(const Models& models,
                                         const std::vector<std::int64_t>& lead_steps) const {
  return star_forecasts(reshape(last_nt_, {-1, 1, 1}), models, lead_steps);
}

graph::Value GraphRingCurrent::forecasts_from(graph::Value sym_h_nt, const Models& models,
                                              const std::vector<std::int64_t>& lead_steps) const {
  return star_forecasts(unsqueeze(sym_h_nt, 2), models, lead_steps);
}

/// From SYM-H [B, models or 1, 1].
graph::Value GraphRingCurrent::star_forecasts(graph::Value start_nt, const Models& models,
                                              const std::vector<std::int64_t>& lead_steps) const {
  const auto count = lead_steps.back();
  const auto drives = drive(models, midpoints(count));
  const auto law = model_laws(series_.graph(), models);
  const auto recovery = numbers(models, [](const RingCurrentModel& model) { return model.recovery_factor; });
  const auto walk = all_steps(ring_current_step(injection_nt_per_hour(law, drives),
                                                decay_hours(law, drives) * recovery, cadence_minutes_ / 60.0),
                              count);
  std::vector<double> ends{0};
  std::vector<std::int64_t> last_steps;
  for (const auto lead : lead_steps) {
    ends.push_back(static_cast<double>(lead));
    last_steps.push_back(lead - 1);
  }
  const std::vector<std::int64_t> one_each(models.size(), 0);
  const auto roots = index(unsqueeze(wind_.root_of_npa, 1), 1, one_each);
  const auto terms = pressure_term_of_root_nt(known(roots, delay_steps(models), ends));
  const auto star = start_nt - slice(terms, 2, 0, 1);
  const auto at_leads = index(walk.factor, 2, last_steps) * star + index(walk.addend, 2, last_steps);
  return as_channel(at_leads + slice(terms, 2, 1));
}

graph::Value GraphRingCurrent::arriving(std::int64_t width, std::int64_t count) const {
  const Models models{{}, {.name = {}, .coupling = RingCurrentModel::Coupling::newell}};
  const auto steps = midpoints(width * count);
  const auto pressure = known(unsqueeze(wind_.root_of_npa, 1), delay_steps({models.front()}), steps);
  const auto all = graph::concat({drive(models, steps), pressure}, 1);
  const auto means = reduce_sum(reshape(all, {-1, 3, count, width}), 3) / static_cast<double>(width);
  return as_channel(reshape(transpose(means, {0, 2, 1}), {-1, 3 * count}));
}

GraphRingCurrent::PastBz GraphRingCurrent::past_bz(std::int64_t count) const {
  const auto rows = std::min(count, series_.steps);
  const auto bz = slice(precise(wind_.bz_nt), 1, -rows), there = slice(series_.given, 1, -rows);
  const auto weight = precise(there), number = unsqueeze(reduce_sum(weight, 1), 1);
  const auto less_mean = bz - unsqueeze(reduce_sum(bz * weight, 1), 1) / number;
  const auto squares = reduce_sum(less_mean * less_mean * weight / number, 1);
  constexpr double above_all_nt = 1e6;
  return {as_channel(square_root(squares)), as_channel(-reduce_max(where(there, -bz, -above_all_nt), 1))};
}

graph::Value GraphRingCurrent::arriving_bz_deviation(std::int64_t width, std::int64_t count) const {
  const auto delay = delay_steps({RingCurrentModel{}});
  const auto bz = known(unsqueeze(precise(wind_.bz_nt), 1), delay, midpoints(width * count));
  const auto stretches = reshape(bz, {-1, count, width});
  const auto less_mean = stretches - unsqueeze(reduce_sum(stretches, 2) / static_cast<double>(width), 2);
  return as_channel(square_root(reduce_sum(less_mean * less_mean, 2) / static_cast<double>(width)));
}

}  // namespace symh
