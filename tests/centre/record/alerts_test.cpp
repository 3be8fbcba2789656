#include "centre/record/alerts.h"

#include <gtest/gtest.h>

#include "temporary_folder.h"

namespace symh {
namespace {

const Time start = make_time(2003, 11, 20);
const AlertRule intense{"intense", -100, 20};

class Alerts : public testing::Test {
 protected:
  /// Names of what is due after a step's deepest value; delivered at once unless `fails`.
  std::vector<std::string> step(int number, double deepest_nt, bool fails = false) {
    std::vector<std::string> names;
    for (const auto& alert :
         alerts_due(log_, rules_, {start + Minutes{5 * number}, Minutes{60}, deepest_nt})) {
      names.push_back(alert.rule.name);
      if (!fails) mark_delivered(log_, alert.rule);
    }
    return names;
  }
  using Names = std::vector<std::string>;

  TemporaryFolder folder_;
  ForecastLog log_{folder_.path() / "log.sqlite"};
  std::vector<AlertRule> rules_{{"moderate", -50, 20}, intense};
};

TEST_F(Alerts, AStormRaisesEachLevelOnce) {
  EXPECT_EQ(step(0, -20), Names{});
  EXPECT_EQ(step(1, -60), Names{"moderate"});
  EXPECT_EQ(step(2, -100), Names{"intense"}) << "at the threshold is a crossing";
  EXPECT_EQ(step(3, -150), Names{});
  EXPECT_EQ(step(4, -95), Names{}) << "within the hysteresis";
  EXPECT_EQ(step(5, -101), Names{});
}

TEST_F(Alerts, TheNextStormRaisesAgainOnceTheLastIsOver) {
  step(0, -120);
  EXPECT_EQ(step(1, -79), Names{});
  EXPECT_EQ(step(2, -100), Names{"intense"}) << "it was above -80 nT in between";
  EXPECT_EQ(step(3, -25), Names{});
  EXPECT_EQ(step(4, -50), Names{"moderate"});
}

TEST_F(Alerts, UndeliveredOnesAreListedUntilTheyAreDeliveredOrTheStormIsOver) {
  const auto waiting = [&] {
    std::vector<double> thresholds;
    for (const auto& rule : undelivered(log_, rules_)) thresholds.push_back(rule.threshold_nt);
    return thresholds;
  };
  EXPECT_EQ(waiting(), std::vector<double>{});
  step(0, -120, true);
  EXPECT_EQ(waiting(), (std::vector<double>{-50, -100}));
  mark_delivered(log_, intense);
  EXPECT_EQ(waiting(), std::vector<double>{-50});
  step(1, -10, true);
  EXPECT_EQ(waiting(), std::vector<double>{});
}

TEST_F(Alerts, WhatWasNotDeliveredIsDueAgainWhileTheStormLasts) {
  EXPECT_EQ(step(0, -120, true), (Names{"moderate", "intense"}));
  EXPECT_EQ(step(1, -90), (Names{"moderate", "intense"}));
  EXPECT_EQ(step(2, -90), Names{});
}

TEST_F(Alerts, AnOlderIssueTimeChangesNothing) {
  step(5, -120);
  EXPECT_EQ(step(3, 0), Names{});
  EXPECT_EQ(step(6, -110), Names{}) << "the storm was not ended by old data";
}

TEST(Deepest, IsTheLowestOfWhatIsSeenAndForecast) {
  const std::vector<LoggedForecast> forecasts{{start, Minutes{60}, "a", -90, {}, {}, 0, start},
                                              {start, Minutes{120}, "a", -120, {}, {}, 0, start}};
  EXPECT_EQ(deepest_of(start, -80, forecasts).lead_time, Minutes{120});
  EXPECT_EQ(deepest_of(start, -130, forecasts).lead_time, Minutes{0});
}

}  // namespace
}  // namespace symh
