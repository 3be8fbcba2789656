#include "trajectories/error_paths.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "physics/random.h"

namespace symh {
namespace {

const Time issue = *parse_time("2003-11-20T18:00Z");

Frame two_hours() {
  return Frame({{Minutes{0}, -40, -40, -40}, {Minutes{60}, -80, -110, -70}, {Minutes{120}, -90, -130, -70}},
               Minutes{5});
}

/// Paths whose errors at all steps are one drawn number: what is high at one step is high at all.
ErrorPaths lasting_errors(std::size_t count, std::size_t length) {
  Random random(3);
  ErrorPaths paths{length, {}};
  for (std::size_t path = 0; path < count; ++path) {
    const auto error = static_cast<float>(random.normal());
    for (std::size_t step = 0; step < length; ++step)
      paths.errors.push_back(error * static_cast<float>(1 + step));
  }
  return paths;
}

std::vector<float> sorted_at(const Trajectories& trajectories, std::size_t step) {
  std::vector<float> values;
  for (std::size_t m = 0; m < trajectories.members; ++m) values.push_back(trajectories.member(m)[step]);
  std::ranges::sort(values);
  return values;
}

TEST(Frame, GrowsItsBandBetweenLeadTimesAsARandomErrorDoes) {
  const auto frame = two_hours();
  ASSERT_EQ(frame.length(), 25U);
  EXPECT_DOUBLE_EQ(frame.value_nt(6), -60);
  EXPECT_NEAR(frame.at(6, -1), -60 - 30 * std::sqrt(0.5), 1e-9);
  EXPECT_NEAR(frame.at(6, 1), -60 + 10 * std::sqrt(0.5), 1e-9);
  EXPECT_DOUBLE_EQ(frame.at(12, -1), -110);
  EXPECT_DOUBLE_EQ(frame.at(24, 1), -70);
  EXPECT_DOUBLE_EQ(frame.deepest_nt(), -90);
}

TEST(Frame, CountsErrorsInTheHalfWidthOfTheirSide) {
  const auto frame = two_hours();
  for (const double value_nt : {-200.0, -110.0, -81.0, -79.0, 30.0})
    EXPECT_NEAR(frame.at(12, frame.error(12, value_nt)), value_nt, 1e-9);
  EXPECT_DOUBLE_EQ(frame.error(12, -95), -0.5);
  EXPECT_DOUBLE_EQ(frame.error(12, -75), 0.5);
}

TEST(DrawTrajectories, HaveTheBandOfTheForecastAtEachLeadTimeExactly) {
  const auto drawn = draw_trajectories({two_hours(), {12, 24}}, assumed_errors(25, Minutes{5}), issue, 1);
  ASSERT_EQ(drawn.members, trajectory_members);
  for (const auto& [step, low, high] : {std::tuple{12U, -110.0, -70.0}, std::tuple{24U, -130.0, -70.0}}) {
    const auto sorted = sorted_at(drawn, step);
    EXPECT_NEAR(quantile_of(sorted, 0.05), low, 1e-3);
    EXPECT_NEAR(quantile_of(sorted, 0.95), high, 1e-3);
  }
}

TEST(DrawTrajectories, BeginAtTheObservedValue) {
  const auto drawn = draw_trajectories({two_hours(), {12, 24}}, assumed_errors(25, Minutes{5}), issue, 1);
  for (std::size_t m = 0; m < drawn.members; ++m) EXPECT_NEAR(drawn.member(m)[0], -40, 0.1);
}

TEST(DrawTrajectories, KeepTheOrderThatPastErrorsHad) {
  const auto errors = learn_errors(std::vector(depth_classes, lasting_errors(300, 25)), false, 400);
  const auto drawn = draw_trajectories({two_hours(), {12, 24}}, errors, issue, 1);
  for (std::size_t m = 1; m < drawn.members; ++m)
    EXPECT_EQ(drawn.member(m)[12] < drawn.member(0)[12], drawn.member(m)[24] < drawn.member(0)[24])
        << "an error that lasts puts a member on the same side at every lead time";
}

TEST(DrawTrajectories, AreRepeatableBySeedAndDifferByIssueTime) {
  const auto errors = learn_errors(std::vector(depth_classes, lasting_errors(300, 25)), false, 400);
  const auto draw = [&](Time time, std::uint64_t seed) {
    return draw_trajectories({two_hours(), {12, 24}}, errors, time, seed).values_nt;
  };
  EXPECT_EQ(draw(issue, 1), draw(issue, 1));
  EXPECT_NE(draw(issue, 1), draw(issue, 2));
  EXPECT_NE(draw(issue, 1), draw(issue + Minutes{5}, 1));
}

TEST(DrawTrajectories, StayWithinTheBoundsOfTheTarget) {
  const auto drawn =
      draw_trajectories({two_hours(), {12, 24}, -100, 0}, assumed_errors(25, Minutes{5}), issue, 1);
  EXPECT_GE(std::ranges::min(drawn.values_nt), -100);
}

TEST(AssumedErrors, HaveTheQuantilesOfANormalDistribution) {
  const auto errors = assumed_errors(5, Minutes{5});
  const std::span shape(errors.shape.data(), trajectory_members);
  EXPECT_NEAR(quantile_of(shape, 0.05), -1, 1e-3);
  EXPECT_NEAR(quantile_of(shape, 0.25), -0.6744898 / 1.6448536, 1e-3);
  EXPECT_NEAR(quantile_of(shape, 0.5), 0, 1e-3);
}

TEST(LearnErrors, TakesAllPathsWhereADepthHasFew) {
  auto few = lasting_errors(3, 5);
  const auto learnt = learn_errors({lasting_errors(50, 5), few, lasting_errors(1000, 5)}, true, 400);
  EXPECT_EQ(learnt.by_depth[0].count(), 50U);
  EXPECT_EQ(learnt.by_depth[1].count(), 400U) << "evenly from all 1053";
  EXPECT_EQ(learnt.by_depth[2].count(), 400U);
  EXPECT_TRUE(learnt.late);
}

TEST(DepthClass, IsThatOfTheLowestForecast) {
  EXPECT_EQ(depth_class(-29.9), 0U);
  EXPECT_EQ(depth_class(-30), 1U);
  EXPECT_EQ(depth_class(-80), 2U);
}

TEST(ErrorModelFaults, AreFound) {
  const ErrorModel good{Minutes{5}, {assumed_errors(5, Minutes{5})}};
  EXPECT_EQ(fault_of(good, 5), "");
  EXPECT_NE(fault_of(good, 6), "") << "another length";
  const auto faulty = [&](auto change) {
    auto model = good;
    change(model);
    return fault_of(model, 5);
  };
  EXPECT_NE(faulty([](auto& m) { m.step = Minutes{0}; }), "");
  EXPECT_NE(faulty([](auto& m) { m.when[0].shape[3] = std::nanf(""); }), "");
  EXPECT_NE(faulty([](auto& m) { m.when[0].shape[3] = 5; }), "") << "it must rise";
  EXPECT_NE(faulty([](auto& m) { m.when[0].by_depth[1].errors[7] = 1e6F; }), "");
  EXPECT_NE(faulty([](auto& m) { m.when[0].by_depth.pop_back(); }), "");
  EXPECT_NE(faulty([](auto& m) { m.when[0].by_depth[0].errors.clear(); }), "");
}

}  // namespace
}  // namespace symh
