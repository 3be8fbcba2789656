#include "centre/record/logged_odds.h"

#include <gtest/gtest.h>

#include <cmath>

#include "centre/record/forecast_log.h"
#include "temporary_folder.h"
#include "verification/verify.h"

namespace symh {
namespace {

const Time start = make_time(2003, 11, 20);

/// Ten issue times with steps of five minutes, and odds of the next hour and of three.
class LoggedOdds : public testing::Test {
 protected:
  static Odds odds_of(Time issue, double chance) {
    Odds odds;
    odds.issue_time = issue;
    odds.members = 200;
    odds.step = Minutes{5};
    for (const int hours : {1, 3}) {
      MinimumOdds minimum;
      minimum.within = Minutes{60 * hours};
      minimum.mean_nt = -40;
      minimum.q05_nt = -80;
      minimum.median_nt = -45;
      minimum.q95_nt = -20;
      minimum.at_or_below = {1, chance, 0, 0};
      odds.minimum.push_back(minimum);
    }
    return odds;
  }
  void issue_all() {
    for (int i = 0; i < 10; ++i) {
      const auto issue = start + Minutes{5 * i};
      log_.add({{issue, Minutes{60}, "a", -45, -80, -20, -30, issue}}, std::nullopt, odds_of(issue, 0.1 * i));
    }
  }
  /// The first `count` values from `start` on: -30 nT, but -70 nT at the place `deep`, and none in the
  /// `holes` places after it.
  void observe(std::size_t count, std::size_t deep, std::size_t holes = 0) {
    Series series;
    series.cadence = Minutes{5};
    series.segments = {{start, 0, count}};
    series.status.assign(count, Status::quick_look);
    auto& values = series.add("sym_h").values;
    values.assign(count, -30.F);
    values.at(deep) = -70;
    for (std::size_t hole = 1; hole <= holes; ++hole) values.at(deep + hole) = missing;
    log_.observe(series, "sym_h");
  }
  std::vector<WindowForecasts> windows() const {
    return logged_windows(log_.database(), start, start + Minutes{45});
  }

  TemporaryFolder folder_;
  ForecastLog log_{folder_.path() / "log.sqlite"};
};

TEST_F(LoggedOdds, AreJoinedToTheLowestObservationOfEachWindow) {
  issue_all();
  observe(60, 14);  // at 70 minutes
  const auto all = windows();
  ASSERT_EQ(all.size(), 2U);
  const auto& hour = all[0].minimum;
  EXPECT_EQ(hour.lead_time, Minutes{60});
  ASSERT_EQ(hour.issue_time.size(), 10U);
  EXPECT_EQ(hour.observed_nt[1], -30) << "from 5 to 65 minutes";
  EXPECT_EQ(hour.observed_nt[2], -70) << "from 10 to 70 minutes";
  EXPECT_EQ(hour.forecast_nt[2], -40);
  EXPECT_EQ(hour.q05_nt[2], -80);
  EXPECT_EQ(hour.baselines_nt.at("persistence")[2], -30);
  EXPECT_NEAR(all[0].chances[1][2], 0.2, 1e-12);
  EXPECT_EQ(all[1].minimum.observed_nt[0], -70) << "within three hours";
}

TEST_F(LoggedOdds, HaveNoOutcomeUntilNineTenthsOfTheWindowAreObserved) {
  issue_all();
  observe(14, 0, 1);
  const auto observed = windows().at(0).minimum.observed_nt;
  EXPECT_EQ(observed[0], -70) << "12 of 13";
  EXPECT_TRUE(std::isnan(observed[2])) << "the hour from minute 10 on is observed up to minute 65";
}

TEST_F(LoggedOdds, HaveNoOutcomeWithTooManyHoles) {
  issue_all();
  observe(14, 0, 2);
  const auto observed = windows().at(0).minimum.observed_nt;
  EXPECT_TRUE(std::isnan(observed[0])) << "11 of 13";
}

TEST_F(LoggedOdds, AreKeptAsTheyWereIssuedFirst) {
  issue_all();
  log_.add({{start, Minutes{60}, "a", -45, -80, -20, -30, start}}, std::nullopt, odds_of(start, 0.99));
  EXPECT_EQ(windows().at(0).chances[1][0], 0);
}

TEST_F(LoggedOdds, AreVerified) {
  issue_all();
  observe(60, 14);
  const auto verified = verify(log_.joined(start, start + Minutes{45}));
  ASSERT_EQ(verified.windows.size(), 2U);
  const auto& chances = verified.windows[0].chances.value();
  EXPECT_EQ(chances.samples, 10U);
  double brier = 0;
  for (int i = 0; i < 10; ++i) brier += std::pow(0.1 * i - (i >= 2 ? 1 : 0), 2) / 10;
  EXPECT_NEAR(chances.events.at(1).brier.model, brier, 1e-9);
  EXPECT_TRUE(std::isnan(chances.crps_nt.model)) << "the log keeps no paths";
  EXPECT_EQ(chances.pit.samples, 0U);
}

}  // namespace
}  // namespace symh
