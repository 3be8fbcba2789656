#include "windows/graph_ring_current.h"

#include <algorithm>

#include "graph/number.h"
#include "physics/coupling.h"

namespace symh {
namespace {

graph::Value quiet_where_missing(graph::Value x, double quiet) { return where(is_nan(x), quiet, x); }

/// The steps of a forecast, all made: after step s, SYM-H* is factor * (SYM-H* before the first) + addend.
struct Walk {
  graph::Value factor, addend;  ///< [B, M, S]
};

/// Every step multiplies by kept and adds level * (1 - kept). The steps are composed by doubling: those of
/// length 1 to those of length 2, 4 …
Walk all_steps(const RingCurrentStep<graph::Value>& step, std::int64_t count) {
  Walk walk{step.kept, step.level_nt * (1.0 - step.kept)};
  for (std::int64_t shift = 1; shift < count; shift *= 2) {
    const auto before = [&](graph::Value x, double identity) {
      return slice(pad_in_front(x, {0, 0, shift}, identity), 2, 0, count);
    };
    walk.addend = walk.addend + walk.factor * before(walk.addend, 0);
    walk.factor = walk.factor * before(walk.factor, 1);
  }
  return walk;
}

std::vector<double> midpoints(std::int64_t count) {
  std::vector<double> steps;
  for (std::int64_t step = 0; step < count; ++step) steps.push_back(static_cast<double>(step) + 0.5);
  return steps;
}

}  // namespace

GraphRingCurrent::GraphRingCurrent(const GraphSeries& series, Minutes fill_limit, WindPosition position,
                                   graph::Value last_nt)
    : series_(series),
      position_(position),
      cadence_minutes_(static_cast<double>(series.cadence.count())),
      last_nt_(precise(last_nt)),
      first_(last_nt),
      vbs_(last_nt),
      newell_(last_nt),
      root_pressure_(last_nt),
      delay_(last_nt) {
  const GraphChannels channels(series, fill_limit, series.steps);
  const auto column = [&](const char* name, double quiet) {
    const bool there = std::ranges::find(series.channels, name) != series.channels.end();
    const auto x = there ? channels(name) : select(series.values, 2, 0) * 0.0 + quiet;
    return quiet_where_missing(x, quiet);
  };
  const auto speed = quiet_where_missing(*series.held_speed, quiet_speed_km_s);
  const auto by = column("by_gsm", 0), bz = column("bz_gsm", 0);
  vbs_ = precise(southward_electric_field(speed, bz));
  newell_ = precise(newell_electric_field(newell_coupling(speed, by, bz)));
  root_pressure_ = precise(root_of_pressure(column("density", quiet_density_cm3), speed));
  const auto count = reduce_sum(precise(series.given), 1);
  first_ = reshape(static_cast<double>(series.steps) - count, {-1, 1, 1});
  delay_ = reshape(precise(ballistic_delay_minutes(slice(speed, 1, -1))), {-1, 1, 1});
}

/// A number of each model, [1, M, 1].
graph::Value GraphRingCurrent::numbers(const Models& models, double (*of)(const RingCurrentModel&)) const {
  std::vector<double> values;
  for (const auto& model : models) values.push_back(of(model));
  return series_.graph().constant(values, {1, std::ssize(models), 1});
}

RingCurrentLaw<graph::Value> GraphRingCurrent::laws(const Models& models) const {
  using Model = const RingCurrentModel&;
  return {numbers(models, [](Model m) { return law_of(m).injection_nt_per_hour; }),
          numbers(models, [](Model m) { return law_of(m).threshold_mv_m; }),
          numbers(models, [](Model m) { return law_of(m).decay_hours; }),
          numbers(models, [](Model m) { return law_of(m).decay_field_mv_m; }),
          numbers(models, [](Model m) { return law_of(m).decay_offset_mv_m; })};
}

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
  const auto place = where(less(back, 0), back, 0.0) + row;
  const auto within = where(less(place, first_), first_, place);
  const auto below = cast(within, graph::DataType::int64);
  const auto above = where(less(below, row), below + 1, below);
  const auto share = within - precise(below);
  return (1.0 - share) * gather(samples, 2, below) + share * gather(samples, 2, above);
}

/// [B, models, ...]: the drive of each model.
graph::Value GraphRingCurrent::of_couplings(graph::Value vbs, graph::Value newell,
                                            const Models& models) const {
  std::vector<std::int64_t> which;
  for (const auto& model : models)
    which.push_back(model.coupling == RingCurrentModel::Coupling::newell ? 1 : 0);
  return index(graph::concat({unsqueeze(vbs, 1), unsqueeze(newell, 1)}, 1), 1, which);
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
  const auto mean = of_couplings(running_mean(vbs_), running_mean(newell_), models);
  return where(less(0, unknown), held_drive(mean, unknown * cadence_minutes_, hold),
               known(of_couplings(vbs_, newell_, models), delay, steps));
}

graph::Value GraphRingCurrent::forecasts(const Models& models,
                                         const std::vector<std::int64_t>& lead_steps) const {
  const auto count = lead_steps.back();
  const auto drives = drive(models, midpoints(count));
  const auto law = laws(models);
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
  const auto roots = index(unsqueeze(root_pressure_, 1), 1, one_each);
  const auto terms = pressure_term_of_root_nt(known(roots, delay_steps(models), ends));
  const auto star = reshape(last_nt_, {-1, 1, 1}) - slice(terms, 2, 0, 1);
  const auto at_leads = index(walk.factor, 2, last_steps) * star + index(walk.addend, 2, last_steps);
  return as_channel(at_leads + slice(terms, 2, 1));
}

graph::Value GraphRingCurrent::arriving(std::int64_t width, std::int64_t count) const {
  const Models models{{}, {.name = {}, .coupling = RingCurrentModel::Coupling::newell}};
  const auto steps = midpoints(width * count);
  const auto pressure = known(unsqueeze(root_pressure_, 1), delay_steps({models.front()}), steps);
  const auto all = graph::concat({drive(models, steps), pressure}, 1);
  const auto means = reduce_sum(reshape(all, {-1, 3, count, width}), 3) / static_cast<double>(width);
  return as_channel(reshape(transpose(means, {0, 2, 1}), {-1, 3 * count}));
}

}  // namespace symh
