#include <gtest/gtest.h>

#include "core/error.h"
#include "verification/tables.h"

namespace symh {
namespace {

TEST(Scores, HandComputed) {
  // Errors 2, -4, 6, 0; observed mean -25, SST 225 + 25 + 25 + 225 = 500, SSE 56.
  const auto s = score({-10, -20, -30, -40}, {-8, -24, -24, -40});
  EXPECT_EQ(s.samples, 4U);
  EXPECT_DOUBLE_EQ(s.at("rmse"), std::sqrt(14.0));
  EXPECT_DOUBLE_EQ(s.at("mae"), 3);
  EXPECT_DOUBLE_EQ(s.at("bias"), 1);
  EXPECT_NEAR(s.at("r2"), 1 - 56.0 / 500, 1e-12);
  // Forecast deviations 16, 0, 0, -16 against 15, 5, -5, -15.
  EXPECT_NEAR(s.at("correlation"), 480 / std::sqrt(500.0 * 512), 1e-12);
}

TEST(Scores, BinnedErrorWeighsBinsNotSamples) {
  // Bins [0, 10): errors 1, 1, 4; [-10, 0): 10; -10 itself belongs to [-10, 0), -10.5 to [-20, -10): 6.
  const auto s = score({0, 5, 9.5F, -10, -10.5F}, {1, 6, 13.5F, 0, -4.5F});
  EXPECT_NEAR(s.at("bfe"), (2.0 + 10 + 6) / 3, 1e-6);
}

TEST(Scores, PerfectForecast) {
  const auto s = score({-10, -120, 5}, {-10, -120, 5});
  EXPECT_EQ(s.at("rmse"), 0);
  EXPECT_EQ(s.at("bfe"), 0);
  EXPECT_EQ(s.at("r2"), 1);
  EXPECT_DOUBLE_EQ(s.at("correlation"), 1);
}

TEST(Scores, MissingPairsAreLeftOutAndUndefinedIsNaN) {
  const auto s = score({-10, missing, -30}, {-11, -5, missing});
  EXPECT_EQ(s.samples, 1U);
  EXPECT_EQ(s.at("rmse"), 1);
  EXPECT_TRUE(std::isnan(s.at("correlation")));
  EXPECT_TRUE(std::isnan(s.at("r2")));
  EXPECT_TRUE(std::isnan(score({}, {}).at("rmse")));
  EXPECT_THROW(score({1}, {}), DataError);
}

TEST(Thresholds, HandComputed) {
  // At or below -50: observed y y y n n n n n, forecast y y n y n n n n.
  const auto s =
      score_threshold({-50, -60, -70, 0, 0, 0, 0, 0, missing}, {-51, -50, -49, -80, 0, 0, 0, 0, -90}, -50);
  EXPECT_EQ(s.hits, 2U);
  EXPECT_EQ(s.misses, 1U);
  EXPECT_EQ(s.false_alarms, 1U);
  EXPECT_EQ(s.correct_negatives, 4U);
  EXPECT_DOUBLE_EQ(s.pod, 2.0 / 3);
  EXPECT_DOUBLE_EQ(s.far, 1.0 / 3);
  EXPECT_DOUBLE_EQ(s.heidke, 2.0 * (8 - 1) / (3 * 5 + 3 * 5));
  EXPECT_DOUBLE_EQ(s.true_skill, 2.0 / 3 - 1.0 / 5);
}

TEST(Thresholds, UndefinedWithoutEvents) {
  const auto s = score_threshold({0, 1}, {0, 1}, -250);
  EXPECT_TRUE(std::isnan(s.pod));
  EXPECT_TRUE(std::isnan(s.far));
  EXPECT_TRUE(std::isnan(s.heidke));
}

}  // namespace
}  // namespace symh
