#include "products/level_chance.h"

#include <algorithm>
#include <cmath>

#include "series/storms.h"

namespace symh {
namespace {

constexpr double quantile_of_95 = 1.6448536269514722;  // of the standard normal distribution
constexpr double narrowest_nt = 1e-6;

double normal_share_below(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

}  // namespace

std::optional<std::array<double, 4>> level_chances(double forecast_nt, std::optional<double> q05_nt,
                                                   std::optional<double> q95_nt) {
  if (!q05_nt || !q95_nt || !std::isfinite(forecast_nt + *q05_nt + *q95_nt)) return std::nullopt;
  const double below = std::max(forecast_nt - *q05_nt, narrowest_nt) / quantile_of_95;
  const double above = std::max(*q95_nt - forecast_nt, narrowest_nt) / quantile_of_95;
  std::array<double, 4> chances{};
  double deeper = 1;
  for (std::size_t level = 0; level < default_storm_thresholds_nt.size(); ++level) {
    const double distance = double{default_storm_thresholds_nt[level]} - forecast_nt;
    const double at_or_below = normal_share_below(distance / (distance < 0 ? below : above));
    chances[level] = deeper - at_or_below;
    deeper = at_or_below;
  }
  chances.back() = deeper;
  return chances;
}

}  // namespace symh
