#include "trajectories/odds.h"

#include <algorithm>
#include <numeric>

namespace symh {
namespace {

std::size_t steps_in(const Trajectories& trajectories, Minutes time) {
  return static_cast<std::size_t>(time / trajectories.step);
}

double share(std::size_t part, std::size_t all) {
  return static_cast<double>(part) / static_cast<double>(all);
}

/// The share of sorted values that are at or below a threshold.
double share_at_or_below(const std::vector<float>& sorted, float threshold_nt) {
  return share(static_cast<std::size_t>(std::ranges::upper_bound(sorted, threshold_nt) - sorted.begin()),
               sorted.size());
}

/// `steps` are steps after the issue time, of the members that count.
TimeSpread spread_of(const Trajectories& trajectories, std::vector<float> steps) {
  std::ranges::sort(steps);
  const auto time = [&](double part) {
    // A member reaches the minimum at a step, so that the time is one too.
    const auto index =
        std::min(steps.size() - 1, static_cast<std::size_t>(part * static_cast<double>(steps.size())));
    return trajectories.issue_time + trajectories.step * static_cast<int>(steps[index]);
  };
  return {time(0.05), time(0.5), time(0.95)};
}

MinimumOdds minimum_within(const Trajectories& trajectories, Minutes within) {
  const auto length = steps_in(trajectories, within) + 1;
  std::vector<float> lowest, steps;
  for (std::size_t m = 0; m < trajectories.members; ++m) {
    const auto member = trajectories.member(m).first(length);
    const auto deepest = std::ranges::min_element(member);
    lowest.push_back(*deepest);
    steps.push_back(static_cast<float>(deepest - member.begin()));
  }
  std::ranges::sort(lowest);
  MinimumOdds odds;
  odds.within = within;
  odds.mean_nt = std::accumulate(lowest.begin(), lowest.end(), 0.0) / static_cast<double>(lowest.size());
  odds.q05_nt = quantile_of(lowest, 0.05);
  odds.median_nt = quantile_of(lowest, 0.5);
  odds.q95_nt = quantile_of(lowest, 0.95);
  odds.when = spread_of(trajectories, std::move(steps));
  for (std::size_t t = 0; t < odds_thresholds_nt.size(); ++t)
    odds.at_or_below[t] = share_at_or_below(lowest, odds_thresholds_nt[t]);
  return odds;
}

std::size_t members_at_or_below(const Trajectories& trajectories, float threshold_nt, Minutes within) {
  const auto length = steps_in(trajectories, within) + 1;
  std::size_t count = 0;
  for (std::size_t m = 0; m < trajectories.members; ++m)
    if (std::ranges::min(trajectories.member(m).first(length)) <= threshold_nt) ++count;
  return count;
}

OnsetOdds onset_of(const Trajectories& trajectories, float threshold_nt) {
  std::vector<float> steps;
  for (std::size_t m = 0; m < trajectories.members; ++m) {
    const auto member = trajectories.member(m);
    const auto first = std::ranges::find_if(member, [&](float value) { return value <= threshold_nt; });
    if (first != member.end()) steps.push_back(static_cast<float>(first - member.begin()));
  }
  OnsetOdds odds{threshold_nt, share(steps.size(), trajectories.members), {}};
  if (!steps.empty()) odds.when = spread_of(trajectories, std::move(steps));
  return odds;
}

}  // namespace

Odds count_odds(const Trajectories& trajectories, Minutes first_lead) {
  Odds odds{
      trajectories.issue_time, trajectories.members, trajectories.step, trajectories.reach(), {}, {}, {}};
  for (const auto window : odds_windows)
    if (window >= first_lead && window <= trajectories.reach())
      odds.minimum.push_back(minimum_within(trajectories, window));
  for (const float threshold_nt : odds_thresholds_nt)
    odds.onset.push_back(onset_of(trajectories, threshold_nt));
  if (all_clear_window > trajectories.reach() || first_lead > all_clear_window) return odds;
  const auto storms = members_at_or_below(trajectories, all_clear_above_nt, all_clear_window);
  odds.all_clear = share(trajectories.members - storms, trajectories.members);
  return odds;
}

double chance_at_or_below(const Trajectories& trajectories, float threshold_nt, Minutes within) {
  return share(members_at_or_below(trajectories, threshold_nt, within), trajectories.members);
}

LeadOdds lead_odds(const Trajectories& trajectories, Minutes lead_time) {
  std::vector<float> values;
  for (std::size_t m = 0; m < trajectories.members; ++m)
    values.push_back(trajectories.member(m)[steps_in(trajectories, lead_time)]);
  std::ranges::sort(values);
  LeadOdds odds;
  odds.lead_time = lead_time;
  for (std::size_t q = 0; q < odds_quantiles.size(); ++q)
    odds.quantiles_nt[q] = quantile_of(values, odds_quantiles[q]);
  for (std::size_t t = 0; t < odds_thresholds_nt.size(); ++t)
    odds.at_or_below[t] = share_at_or_below(values, odds_thresholds_nt[t]);
  return odds;
}

}  // namespace symh
