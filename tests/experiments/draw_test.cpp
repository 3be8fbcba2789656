#include "experiments/draw.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace symh {
namespace {

constexpr int trials = 4000;

Config ranged(const std::string& lines) { return parse_config("[tune.range]\n" + lines + "\n", "test"); }

std::vector<double> positions(const Config& config) {
  std::vector<double> all;
  for (int trial = 0; trial < trials; ++trial) all.push_back(draw_trial(config, trial).at(0).position);
  return all;
}

double share_below(const std::vector<double>& values, double limit) {
  return static_cast<double>(std::ranges::count_if(values, [&](double v) { return v < limit; })) /
         static_cast<double>(values.size());
}

TEST(Draw, RealNumbersLieEvenlyOverTheRange) {
  const auto values = positions(ranged("\"model.dropout\" = {low = 0.2, high = 0.6}"));
  EXPECT_GE(std::ranges::min(values), 0.2);
  EXPECT_LE(std::ranges::max(values), 0.6);
  for (const double quarter : {0.3, 0.4, 0.5})
    EXPECT_NEAR(share_below(values, quarter), (quarter - 0.2) / 0.4, 0.03);
}

TEST(Draw, LogScaleLiesEvenlyOverTheLogarithm) {
  const auto values =
      positions(ranged("\"training.learning_rate\" = {low = 1e-4, high = 1e-2, scale = \"log\"}"));
  EXPECT_GE(std::ranges::min(values), 1e-4);
  EXPECT_LE(std::ranges::max(values), 1e-2);
  EXPECT_NEAR(share_below(values, 1e-3), 0.5, 0.03);
  EXPECT_NEAR(share_below(values, 2e-4), std::log(2) / std::log(100), 0.03);
}

TEST(Draw, WholeNumbersStayWholeAndEachHasItsShare) {
  std::map<double, int> counts;
  for (const double value : positions(ranged("\"model.layers\" = {low = 1, high = 4}"))) ++counts[value];
  ASSERT_EQ(counts.size(), 4U);
  for (const auto& [value, count] : counts) {
    EXPECT_EQ(value, std::round(value));
    EXPECT_NEAR(count, trials / 4, 120) << value;
  }
  const auto logarithmic = positions(ranged("\"model.units\" = {low = 16, high = 128, scale = \"log\"}"));
  EXPECT_EQ(std::ranges::min(logarithmic), 16);
  EXPECT_EQ(std::ranges::max(logarithmic), 128);
  EXPECT_NEAR(share_below(logarithmic, 46), 0.5, 0.03) << "sqrt(16 * 129) = 45.4";
}

TEST(Draw, DurationsAreMultiplesOfTheCadence) {
  const auto config = ranged("\"windows.lookback\" = {low = \"1h\", high = \"2h\"}");
  std::map<double, int> counts;
  for (const double minutes : positions(config)) ++counts[minutes];
  EXPECT_EQ(counts.size(), 13U);
  for (const auto& [minutes, count] : counts) EXPECT_EQ(std::fmod(minutes, 5), 0);
  for (int trial = 0; trial < 50; ++trial)
    EXPECT_NO_THROW(changed_config(config, settings_of(draw_trial(config, trial)), "test"));
}

TEST(Draw, EveryChoiceHasItsShare) {
  std::map<std::string, int> counts;
  const auto config = ranged("\"model.kind\" = [\"cnn\", \"lstm\", \"ridge\"]");
  for (int trial = 0; trial < trials; ++trial) ++counts[draw_trial(config, trial).at(0).value];
  ASSERT_EQ(counts.size(), 3U);
  for (const auto& [value, count] : counts) EXPECT_NEAR(count, trials / 3, 130) << value;
  const auto changed = changed_config(config, settings_of(draw_trial(config, 0)), "test");
  EXPECT_TRUE(changed.model.kind == "cnn" || changed.model.kind == "lstm" || changed.model.kind == "ridge");
}

TEST(Draw, DependsOnSeedTrialAndKeyAlone) {
  auto config =
      ranged("\"model.dropout\" = {low = 0.0, high = 0.5}\n\"training.momentum\" = {low = 0.0, high = 0.5}");
  const auto seventh = draw_trial(config, 7);
  draw_trial(config, 8);
  EXPECT_EQ(draw_trial(config, 7)[0].value, seventh[0].value);
  EXPECT_NE(draw_trial(config, 8)[0].value, seventh[0].value);
  EXPECT_NE(seventh[0].value, seventh[1].value);
  const auto alone = ranged("\"training.momentum\" = {low = 0.0, high = 0.5}");
  EXPECT_EQ(draw_trial(alone, 7)[0].value, seventh[1].value);
  config.seed = 2;
  EXPECT_NE(draw_trial(config, 7)[0].value, seventh[0].value);
}

}  // namespace
}  // namespace symh
