#include "forecasting/add_trajectories.h"

#include <algorithm>
#include <cmath>

#include "series/channels.h"

namespace symh {
namespace {

/// What is known of the target at the issue time: an observed value, a held one, or an estimate with its
/// band.
std::optional<Marginal> start_of(const IssuedForecast& forecast) {
  if (const auto& now = forecast.estimated)
    return Marginal{Minutes{0}, now->value_nt, now->q05_nt, now->q95_nt};
  if (!std::isfinite(forecast.last_nt)) return std::nullopt;
  return Marginal{Minutes{0}, forecast.last_nt, forecast.last_nt, forecast.last_nt};
}

/// Nothing without a band at each lead time, or without a value at the issue time.
std::vector<Marginal> marginals_of(const IssuedForecast& forecast) {
  const auto start = start_of(forecast);
  if (!start) return {};
  std::vector<Marginal> marginals{*start};
  for (const auto& lead : forecast.leads) {
    if (!lead.q05_nt || !lead.q95_nt) return {};
    marginals.push_back({lead.lead_time, lead.value_nt, *lead.q05_nt, *lead.q95_nt});
  }
  std::ranges::sort(marginals, {}, &Marginal::after);
  return marginals;
}

/// The errors that fit the forecast best; null if the model has learnt none for these steps.
const ErrorsWhen* learnt_errors(const ErrorModel& model, bool late, std::size_t length) {
  if (model.empty()) return nullptr;
  const auto fits = std::ranges::find(model.when, late, &ErrorsWhen::late);
  const auto& errors = fits == model.when.end() ? model.when.front() : *fits;
  return errors.by_depth.front().length == length ? &errors : nullptr;
}

}  // namespace

Trajectories draw_trajectories(const PathModel& model, const std::vector<Marginal>& marginals, bool late,
                               Time issue_time, std::uint64_t seed) {
  const auto step = model.step;
  DrawnFrom from{Frame(marginals, step), {}};
  if (const auto* channel = bounded_channel(model.target)) {
    from.low_nt = channel->low;
    from.high_nt = channel->high;
  }
  for (const auto& marginal : marginals)
    if (marginal.after > Minutes{0})
      from.lead_steps.push_back(static_cast<std::size_t>(marginal.after / step));
  const auto length = from.frame.length();
  const auto* learnt = learnt_errors(model.errors, late, length);
  return draw_trajectories(from, learnt != nullptr ? *learnt : assumed_errors(length, step, late), issue_time,
                           seed);
}

void add_trajectories(IssuedForecast& forecast, const Ensemble& ensemble, std::uint64_t seed) {
  const auto marginals = marginals_of(forecast);
  if (marginals.size() < 2) return;
  const auto& windows = ensemble.windows();
  auto trajectories = draw_trajectories({ensemble.errors, windows.target, windows.cadence}, marginals,
                                        forecast.estimated.has_value(), forecast.issue_time, seed);
  forecast.odds = count_odds(trajectories, marginals[1].after);
  for (auto& lead : forecast.leads) {
    lead.odds = lead_odds(trajectories, lead.lead_time);
    // The same, but for a band beyond the bounds of the target.
    lead.q05_nt = static_cast<float>(lead.odds->quantiles_nt.front());
    lead.q95_nt = static_cast<float>(lead.odds->quantiles_nt.back());
  }
  forecast.trajectories = std::move(trajectories);
}

}  // namespace symh
