#include "trajectories/odds.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace symh {
namespace {

const Time issue = *parse_time("2003-11-20T18:00Z");

/// Two hours in steps of half an hour.
Trajectories four_members() {
  return {issue, Minutes{30}, 4, {-20, -40, -60,  -55,  -50,  //
                                  -20, -25, -45,  -45,  -30,  //
                                  -20, -10, -5,   0,    5,    //
                                  -20, -90, -120, -120, -80}};
}

TEST(Quantile, LiesHalfwayBetweenNeighboursWhereKOfNValuesLieBelow) {
  const std::vector<float> sorted{1, 2, 4, 8};
  EXPECT_DOUBLE_EQ(quantile_of(sorted, 0.25), 1.5);
  EXPECT_DOUBLE_EQ(quantile_of(sorted, 0.5), 3);
  EXPECT_DOUBLE_EQ(quantile_of(sorted, 0.625), 4);
  EXPECT_DOUBLE_EQ(quantile_of(sorted, 0.01), 1);
  EXPECT_DOUBLE_EQ(quantile_of(sorted, 0.99), 8);
}

TEST(Odds, OfTheMinimumIncludeTheValueAtIssueAndCountMembers) {
  const auto odds = count_odds(four_members());
  ASSERT_EQ(odds.minimum.size(), 2U) << "no window beyond the reach of two hours";
  const auto& hour = odds.minimum[0];
  EXPECT_EQ(hour.within, Minutes{60});
  EXPECT_EQ(hour.at_or_below, (std::array{0.75, 0.5, 0.25, 0.0})) << "of -60, -45, -20 and -120 nT";
  EXPECT_DOUBLE_EQ(hour.mean_nt, (-60 - 45 - 20 - 120) / 4.0);
  EXPECT_DOUBLE_EQ(hour.median_nt, -52.5);
  EXPECT_EQ(hour.when.q05, issue) << "the member that recovers is lowest at issue";
  EXPECT_EQ(hour.when.median, issue + Minutes{60});
}

TEST(Odds, OfADayAheadHaveItsWindows) {
  Trajectories day{issue, Minutes{60}, 2, {}};
  for (int member = 0; member < 2; ++member)
    for (int hour = 0; hour <= 24; ++hour)
      day.values_nt.push_back(static_cast<float>(-10 - (1 + member) * 2 * hour));
  const auto odds = count_odds(day, Minutes{60});
  ASSERT_EQ(odds.minimum.size(), odds_windows.size());
  EXPECT_EQ(odds.minimum.back().within, Minutes{24 * 60});
  EXPECT_DOUBLE_EQ(odds.minimum.back().mean_nt, (-58 - 106) / 2.0);
  EXPECT_EQ(odds.minimum.back().at_or_below, (std::array{1.0, 1.0, 0.5, 0.0}));
  const auto last_alone = count_odds(day, Minutes{24 * 60});
  ASSERT_EQ(last_alone.minimum.size(), 1U) << "a model that forecasts a day ahead alone";
  EXPECT_EQ(last_alone.minimum[0].within, Minutes{24 * 60});
}

TEST(Odds, OfAnyThresholdAndWindowAgreeWithTheOthers) {
  const auto members = four_members();
  EXPECT_DOUBLE_EQ(chance_at_or_below(members, -50, Minutes{60}), 0.5);
  EXPECT_DOUBLE_EQ(chance_at_or_below(members, -50, Minutes{30}), 0.25);
  EXPECT_DOUBLE_EQ(chance_at_or_below(members, -20, Minutes{0}), 1) << "SYM-H now counts";
  EXPECT_DOUBLE_EQ(chance_at_or_below(members, -61, Minutes{120}), 0.25);
  for (const auto& minimum : count_odds(members).minimum)
    for (std::size_t t = 0; t < odds_thresholds_nt.size(); ++t)
      EXPECT_EQ(minimum.at_or_below[t], chance_at_or_below(members, odds_thresholds_nt[t], minimum.within));
}

TEST(Odds, OfTheOnsetAreOfTheFirstCrossing) {
  const auto odds = count_odds(four_members());
  ASSERT_EQ(odds.onset.size(), odds_thresholds_nt.size());
  EXPECT_DOUBLE_EQ(odds.onset[0].chance, 0.75);
  ASSERT_TRUE(odds.onset[0].when);
  EXPECT_EQ(odds.onset[0].when->q05, issue + Minutes{30});
  EXPECT_EQ(odds.onset[0].when->q95, issue + Minutes{60});
  EXPECT_DOUBLE_EQ(odds.onset[3].chance, 0);
  EXPECT_FALSE(odds.onset[3].when);
}

TEST(Odds, AgreeWithEachOtherInEveryWindow) {
  const auto odds = count_odds(four_members());
  for (std::size_t w = 0; w + 1 < odds.minimum.size(); ++w)
    for (std::size_t t = 0; t < odds_thresholds_nt.size(); ++t)
      EXPECT_LE(odds.minimum[w].at_or_below[t], odds.minimum[w + 1].at_or_below[t]);
  for (const auto& minimum : odds.minimum)
    EXPECT_TRUE(std::ranges::is_sorted(minimum.at_or_below, std::greater<>{}));
  for (std::size_t t = 0; t < odds_thresholds_nt.size(); ++t)
    EXPECT_DOUBLE_EQ(odds.minimum.back().at_or_below[t], odds.onset[t].chance)
        << "the longest window is the reach, so that both say the same";
}

TEST(Odds, GiveAnAllClearOnlyWhereTheTrajectoriesReachSixHours) {
  EXPECT_FALSE(count_odds(four_members()).all_clear);
  auto slow = four_members();
  slow.step = Minutes{90};
  ASSERT_TRUE(count_odds(slow).all_clear);
  EXPECT_DOUBLE_EQ(*count_odds(slow).all_clear, 0.5) << "-50 nT itself is no longer clear";
}

TEST(LeadOdds, AreTheQuantilesAndChancesAtOneLeadTime) {
  const auto odds = lead_odds(four_members(), Minutes{60});
  EXPECT_EQ(odds.lead_time, Minutes{60});
  EXPECT_DOUBLE_EQ(odds.quantiles_nt[3], -52.5);
  EXPECT_EQ(odds.at_or_below, (std::array{0.75, 0.5, 0.25, 0.0}));
}

}  // namespace
}  // namespace symh
