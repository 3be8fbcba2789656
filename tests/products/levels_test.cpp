#include "products/levels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace symh {
namespace {

TEST(LevelChances, SumToOneWhateverTheBand) {
  for (const double forecast : {20.0, -49.0, -100.0, -260.0})
    for (const double half : {0.0, 5.0, 80.0}) {
      const auto chances = level_chances(forecast, forecast - half, forecast + 2 * half).value();
      EXPECT_NEAR(std::accumulate(chances.begin(), chances.end(), 0.0), 1, 1e-12);
      for (const double chance : chances) EXPECT_GE(chance, 0);
    }
}

TEST(LevelChances, AgreeWithTheQuantilesOfTheBand) {
  EXPECT_NEAR(level_chances(-80, -100, -50).value()[0], 0.05, 1e-9) << "-50 nT is the 95 % quantile";
  const auto chances = level_chances(-80, -100, -50).value();
  EXPECT_NEAR(chances[2] + chances[3], 0.05, 1e-9) << "-100 nT is the 5 % quantile";
}

TEST(LevelChances, OfASureForecastAreOneLevel) {
  EXPECT_NEAR(level_chances(-120, -120, -120).value()[2], 1, 1e-9);
}

TEST(LevelChances, NeedABand) {
  EXPECT_FALSE(level_chances(-80, {}, -50));
  EXPECT_FALSE(level_chances(-80, std::nan(""), -50));
}

}  // namespace
}  // namespace symh
