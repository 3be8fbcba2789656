#include "forecasting/sample_windows.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "forecasting/add_trajectories.h"
#include "series/transforms.h"

namespace symh {
namespace {

/// The observed values of the target by time.
class Observed {
 public:
  Observed(const Series& series, const ForecastTable& table)
      : grid_(resample(series, table.cadence)), values_(grid_.find(table.target)) {}

  /// The lowest value from `from` to `from` + `within`; NaN where too few are there.
  float lowest(Time from, Minutes within) const {
    if (values_ == nullptr) return missing;
    const auto after = std::ranges::upper_bound(grid_.segments, from, {}, &Segment::start);
    if (after == grid_.segments.begin()) return missing;
    const auto& segment = *std::prev(after);
    const auto first = static_cast<std::size_t>((from - segment.start) / grid_.cadence);
    const auto count = static_cast<std::size_t>(within / grid_.cadence) + 1;
    if (first + count > segment.count) return missing;  // the data end before the window does
    float lowest_nt = missing;
    std::size_t there = 0;
    for (std::size_t i = first; i < first + count; ++i) {
      const float value = values_->values[segment.first + i];
      if (std::isnan(value)) continue;
      ++there;
      if (!(lowest_nt <= value)) lowest_nt = value;
    }
    return static_cast<double>(there) < least_share_observed * static_cast<double>(count) ? missing
                                                                                          : lowest_nt;
  }

 private:
  Series grid_;
  const Channel* values_;
};

/// The first lead time that reaches the end of a window: its samples have the storm and phase of that time.
const LeadTimeForecasts& end_of(Minutes window, const ForecastTable& table) {
  const LeadTimeForecasts* end = nullptr;
  for (const auto& lead : table.leads)
    if (lead.lead_time >= window && (end == nullptr || lead.lead_time < end->lead_time)) end = &lead;
  return *end;
}

/// Adds the minima of the paths in one window as a sample.
void add_sample(WindowForecasts& window, const Trajectories& paths, const ForecastTable& table,
                std::size_t sample, float observed_nt) {
  auto& minimum = window.minimum;
  const auto& lead = end_of(minimum.lead_time, table);
  const auto length = static_cast<std::size_t>(minimum.lead_time / paths.step) + 1;
  std::vector<float> minima;
  minima.reserve(paths.members);
  for (std::size_t m = 0; m < paths.members; ++m)
    minima.push_back(std::ranges::min(paths.member(m).first(length)));
  std::ranges::sort(minima);
  minimum.issue_time.push_back(lead.issue_time[sample]);
  minimum.storm.push_back(lead.storm[sample]);
  if (!lead.phase.empty()) minimum.phase.push_back(lead.phase[sample]);
  minimum.observed_nt.push_back(observed_nt);
  minimum.forecast_nt.push_back(std::accumulate(minima.begin(), minima.end(), 0.F) /
                                static_cast<float>(minima.size()));
  minimum.q05_nt.push_back(static_cast<float>(quantile_of(minima, 0.05)));
  minimum.q50_nt.push_back(static_cast<float>(quantile_of(minima, 0.5)));
  minimum.q95_nt.push_back(static_cast<float>(quantile_of(minima, 0.95)));
  minimum.baselines_nt["persistence"].push_back(lead.baselines_nt.at("persistence")[sample]);
  window.members = paths.members;
  window.minima_nt.insert(window.minima_nt.end(), minima.begin(), minima.end());
}

}  // namespace

bool has_bands(const ForecastTable& table) {
  return std::ranges::none_of(table.leads, [](const auto& lead) { return lead.q05_nt.empty(); });
}

std::optional<Marginal> observed_start(const ForecastTable& table, std::size_t sample) {
  const double now_nt = table.leads.front().baselines_nt.at("persistence")[sample];
  if (std::isnan(now_nt)) return std::nullopt;
  return Marginal{Minutes{0}, now_nt, now_nt, now_nt};
}

std::vector<Marginal> marginals_at(const ForecastTable& table, std::size_t sample,
                                   const std::optional<Marginal>& start) {
  if (!start) return {};
  std::vector<Marginal> marginals{*start};
  for (const auto& lead : table.leads) {
    const Marginal marginal{lead.lead_time, lead.forecast_nt[sample], lead.q05_nt[sample],
                            lead.q95_nt[sample]};
    if (!std::isfinite(marginal.value_nt + marginal.q05_nt + marginal.q95_nt)) return {};
    marginals.push_back(marginal);
  }
  std::ranges::sort(marginals, {}, &Marginal::after);
  return marginals;
}

void add_windows(ForecastTable& table, const ErrorModel& errors, const Series& series, const PathTimes& times,
                 const std::function<void(double)>& on_share) {
  if (table.leads.empty() || !has_bands(table)) return;
  const auto [first, last] = std::ranges::minmax_element(table.leads, {}, &LeadTimeForecasts::lead_time);
  for (const auto window : odds_windows)
    if (window >= first->lead_time && window <= last->lead_time)
      table.windows.emplace_back().minimum.lead_time = window;
  if (table.windows.empty()) return;
  const Observed observed(series, table);
  const PathModel model{errors, table.target, table.cadence};
  std::optional<LatePaths> estimates;
  if (std::max(times.ages.index, times.ages.wind) > Minutes{0})
    estimates.emplace(series, table.cadence, times.ages);
  const auto& issue_times = table.leads.front().issue_time;
  for (std::size_t sample = 0; sample < issue_times.size(); ++sample) {
    const auto issue = issue_times[sample];
    if (issue.time_since_epoch() % times.every != Minutes{0}) continue;
    const auto estimated = estimates ? estimates->start_at(issue) : std::nullopt;
    const auto marginals = marginals_at(table, sample, estimated ? estimated : observed_start(table, sample));
    if (marginals.empty()) continue;
    const auto paths = draw_trajectories(model, marginals, estimated.has_value(), issue);
    for (auto& window : table.windows)
      add_sample(window, paths, table, sample, observed.lowest(issue, window.minimum.lead_time));
    on_share(static_cast<double>(sample) / static_cast<double>(issue_times.size()));
  }
  for (auto& window : table.windows) window.minimum.baselines_nt.try_emplace("persistence");
}

}  // namespace symh
