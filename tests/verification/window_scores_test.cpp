#include "verification/window_scores.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/error.h"
#include "verification/verify.h"

namespace symh {
namespace {

const Time start = make_time(2003, 11, 20);

TEST(CrpsOfMembers, IsTheFormulaWorkedOverAllPairs) {
  const std::vector<float> members{-90, -60, -60, -10};
  for (const double observed : {-100.0, -60.0, -33.0, 5.0}) {
    double distance = 0, spread = 0;
    for (const float a : members) {
      distance += std::abs(a - observed);
      for (const float b : members) spread += std::abs(a - b);
    }
    EXPECT_NEAR(crps_of_members(members, observed), distance / 4 - spread / 32, 1e-9);
  }
  EXPECT_DOUBLE_EQ(crps_of_members(std::vector<float>{-50}, -80), 30) << "of one member, the distance";
}

/// One sample an hour in four storms. Each storm reaches -120 nT where `deep`.
WindowForecasts window(const std::function<std::vector<float>(std::size_t sample, bool deep)>& members_of) {
  WindowForecasts window;
  auto& minimum = window.minimum;
  minimum.lead_time = Minutes{180};
  for (std::size_t i = 0; i < 200; ++i) {
    const bool deep = i % 5 == 0;
    const auto members = members_of(i, deep);
    minimum.issue_time.push_back(start + Minutes{60 * static_cast<int>(i)});
    minimum.storm.push_back(static_cast<int>(i) / 50);
    minimum.observed_nt.push_back(deep ? -120.F : -20.F);
    minimum.forecast_nt.push_back(members[members.size() / 2]);
    minimum.q05_nt.push_back(members.front());
    minimum.q50_nt.push_back(members[members.size() / 2]);
    minimum.q95_nt.push_back(members.back());
    minimum.baselines_nt["persistence"].push_back(-20);
    window.members = members.size();
    window.minima_nt.insert(window.minima_nt.end(), members.begin(), members.end());
  }
  return window;
}

ForecastTable table_with(WindowForecasts window) {
  ForecastTable table;
  table.storms = {"a", "b", "c", "d"};
  table.windows = {std::move(window)};
  return table;
}

TEST(WindowScores, OfPathsThatKnowAreBest) {
  const auto scores = verify(table_with(window([](auto, bool deep) {
    return deep ? std::vector<float>{-125, -120, -115} : std::vector<float>{-25, -20, -15};
  })));
  ASSERT_EQ(scores.windows.size(), 1U);
  EXPECT_EQ(scores.windows[0].lead_time, Minutes{180});
  const auto& chances = scores.windows[0].chances.value();
  EXPECT_EQ(chances.samples, 200U);
  EXPECT_EQ(chances.events.at(2).events, 40U) << "at or below -100 nT";
  EXPECT_DOUBLE_EQ(chances.events.at(2).brier.model, 0);
  EXPECT_NEAR(chances.crps_nt.model, crps_of_members(std::vector<float>{-125, -120, -115}, -120), 1e-6);
  EXPECT_NEAR(chances.events.at(2).brier.climatology.score, 0.2 * 0.8, 1e-12)
      << "of the other storms, in which one of five is deep";
  EXPECT_EQ(chances.events.at(2).brier.climatology.skill, 1);
  EXPECT_NEAR(chances.pit.mean, 0.5, 0.01) << "the observation is the middle one of three";
}

TEST(WindowScores, OfPathsThatSayTheUsualChanceHaveNoSkillAndAreReliable) {
  const auto scores = verify(table_with(window([](auto, bool) {
    return std::vector<float>{-120, -20, -20, -20, -20};
  })));
  const auto& event = scores.windows.at(0).chances.value().events.at(2);
  EXPECT_NEAR(event.brier.model, 0.16, 1e-12);
  EXPECT_NEAR(event.reliability, 0, 1e-12);
  EXPECT_NEAR(event.brier.climatology.skill, 0, 1e-9);
}

TEST(WindowScores, LeaveOutSamplesWithoutAnObservation) {
  auto of = window([](auto, bool) { return std::vector<float>{-30, -20, -10}; });
  of.minimum.observed_nt[7] = NAN;
  const auto scores = verify(table_with(of));
  EXPECT_EQ(scores.windows.at(0).missing, 1U);
  EXPECT_EQ(scores.windows.at(0).chances.value().samples, 199U);
  for (auto& value : of.minimum.observed_nt) value = NAN;
  EXPECT_FALSE(verify(table_with(of)).windows.at(0).chances);
}

TEST(WindowScores, RefuseAWindowWithoutItsMembers) {
  auto of = window([](auto, bool) { return std::vector<float>{-30, -20, -10}; });
  of.minima_nt.resize(300);
  EXPECT_THROW(verify(table_with(of)), DataError);
}

TEST(WindowScores, PathsThatStayAtTheirBeginningHaveAFlatHistogramIfTheyAreTrue) {
  // SYM-H stays at -20 nT in four of five windows, and so do four of five paths.
  const auto scores = verify(table_with(window([](auto, bool) {
    return std::vector<float>{-120, -20, -20, -20, -20};
  })));
  const auto& pit = scores.windows.at(0).chances.value().pit;
  EXPECT_LT(pit.deviation, 0.1);
  EXPECT_NEAR(pit.mean, 0.5, 0.02);
  EXPECT_NEAR(pit.spread, 1, 0.05);
}

}  // namespace
}  // namespace symh
