#include "exporting/outlook.h"

#include <algorithm>

#include "physics/coupling.h"
#include "physics/ring_current.h"

namespace symh {
namespace {

graph::Value precise(graph::Value x) { return cast(x, graph::DataType::float64); }

/// Never missing: what was not measured is quiet.
graph::Value quiet_where_missing(graph::Value x, double quiet) { return where(is_nan(x), quiet, x); }

const RingCurrentLaw& law_of(const RingCurrentModel& model) {
  return model.law == RingCurrentModel::Law::burton ? burton_law : obrien_mcpherron_law;
}

/// pressure_term_nt(), of the root.
graph::Value pressure_term(graph::Value root_pressure) {
  static const double offset = pressure_term_nt(0), slope = pressure_term_nt(1) - offset;
  return slope * root_pressure + offset;
}

graph::Value ballistic_delay_minutes(graph::Value speed_km_s) {
  const auto minutes = static_cast<double>(l1_distance_km) / speed_km_s / 60.0;
  const auto most = where(less(longest_delay_minutes, minutes), longest_delay_minutes, minutes);
  return where(less(most, shortest_delay_minutes), shortest_delay_minutes, most);
}

/// Of x [B, M, S] the product of the first s + 1 along the last axis, and what level * (1 - x) adds up to
/// under it: a step is star -> level + (star - level) x. Composed by doubling.
struct Steps {
  graph::Value factor, addend;
};
Steps compose(graph::Value factor, graph::Value addend, std::int64_t count) {
  for (std::int64_t shift = 1; shift < count; shift *= 2) {
    const auto before = [&](graph::Value x, double identity) {
      return slice(pad_in_front(x, {0, 0, shift}, identity), 2, 0, count);
    };
    addend = addend + factor * before(addend, 0);
    factor = factor * before(factor, 1);
  }
  return {factor, addend};
}

std::vector<double> midpoints(std::int64_t count) {
  std::vector<double> steps;
  for (std::int64_t step = 0; step < count; ++step) steps.push_back(static_cast<double>(step) + 0.5);
  return steps;
}

}  // namespace

RingCurrentOutlook::RingCurrentOutlook(const GivenSeries& series, const WindowsConfig& config,
                                       WindPosition position, graph::Value last_nt)
    : series_(series),
      position_(position),
      cadence_minutes_(static_cast<double>(series.cadence.count())),
      last_nt_(precise(last_nt)),
      first_(last_nt),
      vbs_(last_nt),
      newell_(last_nt),
      root_pressure_(last_nt),
      delay_(last_nt) {
  const Channels channels(series, config.fill_limit, series.steps);
  const auto place = [&](const char* name) {
    return std::ranges::find(series.channels, name) - series.channels.begin();
  };
  const auto column = [&](const char* name, double quiet) {
    const bool there = place(name) < std::ssize(series.channels);
    const auto x = there ? channels(name) : select(series.values, 2, 0) * 0.0 + quiet;
    return quiet_where_missing(x, quiet);
  };
  const auto speed = quiet_where_missing(*series.held_speed, quiet_speed_km_s);
  const auto by = column("by_gsm", 0), bz = column("bz_gsm", 0);
  const auto pressure = dynamic_pressure(column("density", quiet_density_cm3), speed);
  vbs_ = precise(southward_electric_field(speed, bz));
  newell_ = precise(newell_coupling(speed, by, bz) * newell_electric_field(1.F));
  root_pressure_ = precise(square_root(where(less(pressure, 0), 0.0, pressure)));
  const auto count = reduce_sum(cast(series.given, graph::DataType::float64), 1);
  first_ = reshape(static_cast<double>(series.steps) - count, {-1, 1, 1});
  delay_ = reshape(precise(ballistic_delay_minutes(slice(speed, 1, -1))), {-1, 1, 1});
}

graph::Value RingCurrentOutlook::numbers(const std::vector<RingCurrentModel>& models,
                                         double (*of)(const RingCurrentModel&)) const {
  std::vector<double> values;
  for (const auto& model : models) values.push_back(of(model));
  return series_.graph().constant(values, {1, std::ssize(models), 1});
}

/// Nothing is on its way where the wind is that at the bow shock, or where a model takes no notice of it.
graph::Value RingCurrentOutlook::delay_steps(const std::vector<RingCurrentModel>& models) const {
  const auto factor = numbers(
      models, [](const RingCurrentModel& model) { return model.propagated ? model.delay_factor : 0.0; });
  const double at_all = position_ == WindPosition::bow_shock ? 0 : 1;
  return factor * delay_ * at_all / cadence_minutes_;
}

/// samples [B, M or 1, steps] at so many steps after issue time: [B, M, S].
graph::Value RingCurrentOutlook::known(graph::Value samples, graph::Value delay,
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

/// [B, models, ...] of what each model is driven by.
graph::Value RingCurrentOutlook::of_couplings(graph::Value vbs, graph::Value newell,
                                              const std::vector<RingCurrentModel>& models) const {
  std::vector<std::int64_t> which;
  for (const auto& model : models)
    which.push_back(model.coupling == RingCurrentModel::Coupling::newell ? 1 : 0);
  return index(graph::concat({unsqueeze(vbs, 1), unsqueeze(newell, 1)}, 1), 1, which);
}

/// Of the newest samples that are given, [B, 1]; rounded to float32 as RingCurrentForecasts keeps it.
graph::Value RingCurrentOutlook::running_mean(graph::Value samples) const {
  const auto width =
      std::min<std::int64_t>(static_cast<std::int64_t>(held_mean_rows(series_.cadence)), series_.steps);
  const auto there = slice(precise(series_.given), 1, -width);
  const auto mean = reduce_sum(slice(samples, 1, -width) * there, 1) / reduce_sum(there, 1);
  return unsqueeze(precise(cast(mean, graph::DataType::float32)), 1);
}

/// [B, models, steps]
graph::Value RingCurrentOutlook::drive(const std::vector<RingCurrentModel>& models,
                                       const std::vector<double>& steps) const {
  const auto delay = delay_steps(models);
  const auto unknown = series_.graph().constant(steps, {1, 1, std::ssize(steps)}) - delay;
  const auto hold = numbers(models, [](const RingCurrentModel& model) { return model.hold_minutes; });
  const auto mean = of_couplings(running_mean(vbs_), running_mean(newell_), models);
  const auto held = mean * exponential(unknown * -cadence_minutes_ / hold);
  return where(less(0, unknown), held, known(of_couplings(vbs_, newell_, models), delay, steps));
}

graph::Value RingCurrentOutlook::forecasts(const std::vector<RingCurrentModel>& models,
                                           const std::vector<std::int64_t>& lead_steps) const {
  using Model = const RingCurrentModel&;
  const auto count = lead_steps.back();
  const auto drives = drive(models, midpoints(count));
  const auto slope = numbers(models, [](Model m) { return law_of(m).injection_nt_per_hour; });
  const auto excess = drives - numbers(models, [](Model m) { return law_of(m).threshold_mv_m; });
  const auto injection = slope * where(less(excess, 0), 0.0, excess);
  const auto field = numbers(models, [](Model m) { return law_of(m).decay_field_mv_m; });
  const auto offset = numbers(models, [](Model m) { return law_of(m).decay_offset_mv_m; });
  const auto hours = numbers(models, [](Model m) { return law_of(m).decay_hours * m.recovery_factor; });
  const auto decay = hours * exponential(field / (offset + drives));
  const auto factor = exponential(-cadence_minutes_ / 60.0 / decay);
  const auto run = compose(factor, injection * decay * (1.0 - factor), count);

  std::vector<double> ends{0};
  std::vector<std::int64_t> last_steps;
  for (const auto lead : lead_steps) {
    ends.push_back(static_cast<double>(lead));
    last_steps.push_back(lead - 1);
  }
  const std::vector<std::int64_t> one_each(models.size(), 0);
  const auto roots = index(unsqueeze(root_pressure_, 1), 1, one_each);
  const auto terms = pressure_term(known(roots, delay_steps(models), ends));
  const auto star = reshape(last_nt_, {-1, 1, 1}) - slice(terms, 2, 0, 1);
  const auto at_leads = index(run.factor, 2, last_steps) * star + index(run.addend, 2, last_steps);
  return cast(at_leads + slice(terms, 2, 1), graph::DataType::float32);
}

graph::Value RingCurrentOutlook::arriving(std::int64_t width, std::int64_t count) const {
  const std::vector<RingCurrentModel> models{{},
                                             {.name = {}, .coupling = RingCurrentModel::Coupling::newell}};
  const auto steps = midpoints(width * count);
  const auto pressure = known(unsqueeze(root_pressure_, 1), delay_steps({models.front()}), steps);
  const auto all = graph::concat({drive(models, steps), pressure}, 1);
  const auto means = reduce_sum(reshape(all, {-1, 3, count, width}), 3) / static_cast<double>(width);
  return cast(reshape(transpose(means, {0, 2, 1}), {-1, 3 * count}), graph::DataType::float32);
}

}  // namespace symh
