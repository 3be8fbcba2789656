#include "physics/quick_index_error.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace symh {

double quick_index_error_nt(int stations, double estimate_nt, Minutes index_age) {
  // Fitted to the storms 019 and 020 of 2001 (docs/stations.md): a constant and a share of the level, for two
  // to five.
  constexpr int most = 5;
  struct Fit {
    double constant_nt, share;
  };
  constexpr std::array<Fit, most + 1> fits{{{}, {}, {4.9, 0.10}, {4.0, 0.08}, {3.3, 0.066}, {3.1, 0.062}}};
  const auto& fit = fits[static_cast<std::size_t>(std::clamp(stations, 2, most))];
  constexpr double least_share = 0.35, hours = 2.5, days = 0.002;
  const double age_hours = static_cast<double>(index_age.count()) / 60;
  const double fresh = 1 - (1 - least_share) * std::exp(-age_hours / hours);
  return (fit.constant_nt + fit.share * std::abs(estimate_nt)) * (fresh + days * std::min(age_hours, 240.));
}

}  // namespace symh
