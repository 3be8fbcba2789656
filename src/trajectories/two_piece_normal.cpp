#include "trajectories/two_piece_normal.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace symh {
namespace {

constexpr double quantile_of_95 = 1.6448536269514722;  // of the standard normal distribution
constexpr double narrowest_nt = 1e-6;

double normal_density(double z) {
  return std::numbers::inv_sqrtpi / std::numbers::sqrt2 * std::exp(-0.5 * z * z);
}

double normal_at_or_below(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

/// CRPS of the standard normal distribution.
double normal_crps(double z) {
  return z * (2 * normal_at_or_below(z) - 1) + 2 * normal_density(z) - std::numbers::inv_sqrtpi;
}

/// The quantile of a share below 1/2: the start of Abramowitz & Stegun 26.2.23 (right to 5e-4), then Newton's
/// steps on the logarithm of the share, which is concave, so that they converge far out, too.
double lower_normal_quantile(double share) {
  const double t = std::sqrt(-2 * std::log(share));
  double z =
      (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  for (int step = 0; step < 4; ++step) {
    const double found = normal_at_or_below(z);
    z -= std::log(found / share) * found / normal_density(z);
  }
  return z;
}

}  // namespace

double TwoPieceNormal::at_or_below(double value_nt) const {
  const double distance = value_nt - median_nt;
  return normal_at_or_below(distance / (distance < 0 ? below_nt : above_nt));
}

double TwoPieceNormal::quantile(double share) const {
  if (share == 0.5) return median_nt;
  if (share < 0.5) return median_nt + below_nt * lower_normal_quantile(share);
  return median_nt - above_nt * lower_normal_quantile(1 - share);
}

double TwoPieceNormal::crps(double observed_nt) const {
  const double distance = observed_nt - median_nt;
  const double same = distance < 0 ? below_nt : above_nt, other = distance < 0 ? above_nt : below_nt;
  return same * normal_crps(distance / same) + (other - same) * normal_crps(0) / 2;
}

std::optional<TwoPieceNormal> two_piece_normal(double median_nt, double q05_nt, double q95_nt) {
  if (!std::isfinite(median_nt + q05_nt + q95_nt)) return std::nullopt;
  return TwoPieceNormal{median_nt, std::max(median_nt - q05_nt, narrowest_nt) / quantile_of_95,
                        std::max(q95_nt - median_nt, narrowest_nt) / quantile_of_95};
}

}  // namespace symh
