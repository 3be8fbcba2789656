#include "products/levels.h"

#include <algorithm>

#include "trajectories/two_piece_normal.h"

namespace symh {

std::optional<LevelChances> level_chances(double forecast_nt, std::optional<double> q05_nt,
                                          std::optional<double> q95_nt) {
  if (!q05_nt || !q95_nt) return std::nullopt;
  const auto distribution = two_piece_normal(forecast_nt, *q05_nt, *q95_nt);
  if (!distribution) return std::nullopt;
  LevelChances chances{};
  double deeper = 1;
  for (std::size_t level = 0; level < default_storm_thresholds_nt.size(); ++level) {
    const double at_or_below = distribution->at_or_below(double{default_storm_thresholds_nt[level]});
    chances[level] = std::max(0.0, deeper - at_or_below);  // rounding must not make it negative
    deeper = at_or_below;
  }
  chances.back() = deeper;
  return chances;
}

LevelChances level_chances(const LeadOdds& odds) {
  LevelChances chances{};
  double deeper = 1;
  for (std::size_t level = 0; level < default_storm_thresholds_nt.size(); ++level) {
    const auto threshold = std::ranges::find(odds_thresholds_nt, default_storm_thresholds_nt[level]);
    const double at_or_below =
        odds.at_or_below[static_cast<std::size_t>(threshold - odds_thresholds_nt.begin())];
    chances[level] = deeper - at_or_below;
    deeper = at_or_below;
  }
  chances.back() = deeper;
  return chances;
}

std::optional<LevelChances> level_chances(const LeadForecast& lead) {
  if (lead.odds) return level_chances(*lead.odds);
  if (lead.class_probabilities.empty()) return level_chances(lead.value_nt, lead.q05_nt, lead.q95_nt);
  LevelChances chances{};
  std::ranges::copy(lead.class_probabilities, chances.begin());
  return chances;
}

std::string level_of(double value_nt) {
  return std::string(storm_level_name(storm_level(static_cast<float>(value_nt))));
}

std::string level_of(const LeadForecast& lead) {
  const auto& classes = lead.class_probabilities;
  if (classes.empty()) return level_of(lead.value_nt);
  const auto most = std::ranges::max_element(classes) - classes.begin();
  return std::string(storm_level_name(static_cast<StormLevel>(most)));
}

}  // namespace symh
