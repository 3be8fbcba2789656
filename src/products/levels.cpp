#include "products/levels.h"

#include <algorithm>
#include <cmath>

namespace symh {
namespace {

constexpr double quantile_of_95 = 1.6448536269514722;  // of the standard normal distribution
constexpr double narrowest_nt = 1e-6;

double normal_share_below(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

}  // namespace

std::optional<LevelChances> level_chances(double forecast_nt, std::optional<double> q05_nt,
                                          std::optional<double> q95_nt) {
  if (!q05_nt || !q95_nt || !std::isfinite(forecast_nt + *q05_nt + *q95_nt)) return std::nullopt;
  const double below = std::max(forecast_nt - *q05_nt, narrowest_nt) / quantile_of_95;
  const double above = std::max(*q95_nt - forecast_nt, narrowest_nt) / quantile_of_95;
  LevelChances chances{};
  double deeper = 1;
  for (std::size_t level = 0; level < default_storm_thresholds_nt.size(); ++level) {
    const double distance = double{default_storm_thresholds_nt[level]} - forecast_nt;
    const double at_or_below = normal_share_below(distance / (distance < 0 ? below : above));
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
