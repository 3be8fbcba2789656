#include "trajectories/two_piece_normal.h"

#include <gtest/gtest.h>

#include <cmath>

namespace symh {
namespace {

/// The definition of the score, by the midpoint rule from 300 nT below to 300 nT above the observation.
double integrated_crps(const TwoPieceNormal& distribution, double observed) {
  constexpr double step = 0.001;
  double sum = 0;
  for (int i = -300000; i < 300000; ++i) {
    const double x = observed + (i + 0.5) * step, miss = distribution.at_or_below(x) - (i >= 0 ? 1 : 0);
    sum += miss * miss * step;
  }
  return sum;
}

TEST(TwoPieceNormal, HasTheMedianAndTheQuantilesOfItsBand) {
  const auto distribution = two_piece_normal(-80, -100, -70).value();
  EXPECT_NEAR(distribution.at_or_below(-80), 0.5, 1e-15);
  EXPECT_NEAR(distribution.at_or_below(-100), 0.05, 1e-12);
  EXPECT_NEAR(distribution.at_or_below(-70), 0.95, 1e-12);
}

TEST(TwoPieceNormal, QuantileIsTheInverseFarOutToo) {
  const auto distribution = two_piece_normal(-80, -100, -70).value();
  for (const double share : {1e-12, 1e-5, 0.02425, 0.05, 0.3, 0.4999, 0.5, 0.5001, 0.7, 0.95, 0.99999})
    EXPECT_NEAR(distribution.at_or_below(distribution.quantile(share)) / share, 1, 1e-9) << share;
}

TEST(TwoPieceNormal, CrpsIsItsIntegral) {
  const auto distribution = two_piece_normal(-80, -100, -70).value();
  for (const double observed : {-150.0, -95.0, -80.0, -75.0, -40.0})
    EXPECT_NEAR(distribution.crps(observed), integrated_crps(distribution, observed), 1e-6) << observed;
}

TEST(TwoPieceNormal, CrpsOfEqualSidesIsThatOfTheNormalDistribution) {
  const TwoPieceNormal standard{0, 1, 1};
  EXPECT_NEAR(standard.crps(0), (std::sqrt(2.0) - 1) / std::sqrt(M_PI), 1e-15);
  EXPECT_NEAR(standard.crps(1), 0.6024414, 1e-7) << "1 erf(1/sqrt 2) + 2 phi(1) - 1/sqrt pi";
  EXPECT_NEAR(standard.crps(-1), standard.crps(1), 1e-15);
}

TEST(TwoPieceNormal, CrpsOfASureForecastIsItsError) {
  EXPECT_NEAR(two_piece_normal(-80, -80, -80).value().crps(-92), 12, 1e-5);
}

TEST(TwoPieceNormal, NeedsAllThreeValues) { EXPECT_FALSE(two_piece_normal(-80, std::nan(""), -70)); }

}  // namespace
}  // namespace symh
