#include "centre/record/alerts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "temporary_folder.h"

namespace symh {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Time start = make_time(2003, 11, 20);
using Names = std::vector<std::string>;

/// Runs every five minutes with forecasts one and two hours ahead.
class Alerts : public testing::Test {
 protected:
  static Time time_of(int number) { return start + Minutes{5 * number}; }

  /// Both lead times forecast `deepest_nt`; SYM-H now is -10 nT.
  static Outlook outlook(int number, double deepest_nt) {
    Outlook outlook{.issue_time = time_of(number),
                    .issued_at = time_of(number) + Minutes{2},
                    .now_nt = -10,
                    .now_time = time_of(number)};
    for (const int hours : {1, 2})
      outlook.forecasts.push_back(
          {outlook.issue_time, Minutes{60 * hours}, "a", deepest_nt, {}, {}, 0, outlook.issued_at});
    return outlook;
  }
  /// What the run has to tell, such as `issue min <= -50`; all is delivered unless it `fails`.
  Names run(const Outlook& outlook, bool fails = false) {
    Names told;
    for (const auto& message : update_alerts(log_, rules_, outlook, Minutes{30}).due) {
      told.push_back(std::string(to_text(message.kind)) + " " + message.rule);
      messages_.push_back(message);
      if (!fails) mark_delivered(log_, message.serial);
    }
    return told;
  }
  Names step(int number, double deepest_nt, bool fails = false) {
    return run(outlook(number, deepest_nt), fails);
  }
  const AlertMessage& last() const { return messages_.back(); }

  TemporaryFolder folder_;
  ForecastLog log_{folder_.path() / "log.sqlite"};
  std::vector<AlertRule> rules_{{.threshold_nt = -50}, {.threshold_nt = -100}};
  std::vector<AlertMessage> messages_;
};

TEST_F(Alerts, AStormIsIssuedOnceAndEscalatedAtEachDeeperLevel) {
  EXPECT_THAT(step(0, -20), IsEmpty());
  EXPECT_THAT(step(1, -60), ElementsAre("issue min <= -50"));
  EXPECT_EQ(last().serial, 1);
  EXPECT_EQ(last().alert, 1);
  EXPECT_THAT(step(2, -100), ElementsAre("escalate min <= -100")) << "at the threshold is a crossing";
  EXPECT_EQ(last().serial, 2);
  EXPECT_EQ(last().alert, 2) << "an alert of its own";
  EXPECT_EQ(last().follows, 1);
  EXPECT_THAT(step(3, -150), IsEmpty());
  EXPECT_THAT(step(4, -95), IsEmpty()) << "within the hysteresis";
  EXPECT_THAT(step(5, -101), IsEmpty());
}

TEST_F(Alerts, OneRunMayIssueAndEscalate) {
  rules_ = {{.threshold_nt = -100}, {.threshold_nt = -50}};
  EXPECT_THAT(step(0, -120), ElementsAre("issue min <= -50", "escalate min <= -100"));
}

TEST_F(Alerts, TheEndIsToldAndTheNextStormIsIssuedAgain) {
  step(0, -120);
  EXPECT_THAT(step(1, -79), ElementsAre("cancel min <= -100")) << "it is above -80 nT";
  EXPECT_EQ(last().alert, 2);
  EXPECT_EQ(last().follows, 2);
  EXPECT_EQ(last().valid_to, last().issued_at);
  EXPECT_THAT(step(2, -100), ElementsAre("escalate min <= -100"));
  EXPECT_EQ(last().alert, 4);
  EXPECT_THAT(step(3, -25), ElementsAre("cancel min <= -50", "cancel min <= -100"));
  EXPECT_THAT(step(4, -50), ElementsAre("issue min <= -50"));
}

TEST_F(Alerts, AreExtendedShortlyBeforeTheyEndWhileTheStormLasts) {
  rules_ = {{.threshold_nt = -50}};
  step(0, -60);
  EXPECT_EQ(last().valid_from, time_of(0) + Minutes{60}) << "the first lead time at the threshold";
  EXPECT_EQ(last().valid_to, time_of(0) + Minutes{120}) << "as far as the model sees";
  EXPECT_THAT(step(17, -60), IsEmpty()) << "33 minutes are left";
  EXPECT_THAT(step(18, -45), ElementsAre("extend min <= -50")) << "28 minutes are left, and it is not over";
  EXPECT_EQ(last().alert, 1);
  EXPECT_EQ(last().follows, 1);
  EXPECT_EQ(last().valid_from, time_of(0) + Minutes{60});
  EXPECT_EQ(last().valid_to, time_of(18) + Minutes{120});
  EXPECT_THAT(step(19, -60), IsEmpty());
}

TEST_F(Alerts, AreValidUntilTheForecastIsAboveTheHysteresis) {
  rules_ = {{.threshold_nt = -50}};
  auto recovering = outlook(0, -20);
  recovering.now_nt = -55;
  run(recovering);
  EXPECT_EQ(last().valid_from, time_of(0)) << "SYM-H is at the threshold now";
  EXPECT_EQ(last().valid_to, time_of(0) + Minutes{60});
  EXPECT_EQ(last().lead_time, Minutes{0});
  EXPECT_EQ(last().value_nt, -55);
}

TEST_F(Alerts, ThatLapsedLongAgoAreOverWithoutAWord) {
  rules_ = {{.threshold_nt = -50}};
  step(0, -60);
  EXPECT_THAT(step(12 * 3, -60), ElementsAre("extend min <= -50")) << "an hour after its end";
  EXPECT_THAT(step(12 * 20, -60), ElementsAre("issue min <= -50")) << "15 hours after its end";
  EXPECT_THAT(step(12 * 40, -10), IsEmpty()) << "nobody thinks that it is in force";
}

TEST_F(Alerts, WhatNobodyWasToldOfIsRenewedUntilItIsDeliveredOrOver) {
  EXPECT_THAT(step(0, -120, true), ElementsAre("issue min <= -50", "escalate min <= -100"));
  EXPECT_THAT(step(1, -90, true), ElementsAre("issue min <= -50", "escalate min <= -100"));
  EXPECT_EQ(last().serial, 2);
  EXPECT_EQ(last().issue_time, time_of(1)) << "with the newest forecast";
  EXPECT_EQ(last().value_nt, -90);
  EXPECT_EQ(waiting_messages(log_.database()).size(), 2U);
  EXPECT_THAT(step(2, -70, true), ElementsAre("issue min <= -50")) << "nobody hears of the end of -100 nT";
  EXPECT_THAT(step(3, -70), ElementsAre("issue min <= -50"));
  EXPECT_THAT(step(4, -70), IsEmpty());
  EXPECT_THAT(step(5, -10, true), ElementsAre("cancel min <= -50"));
  EXPECT_THAT(step(6, -10), ElementsAre("cancel min <= -50")) << "the end is told as well";
  EXPECT_THAT(waiting_messages(log_.database()), IsEmpty());
}

TEST_F(Alerts, OfARuleThatTheSettingsDroppedWaitNoMore) {
  step(0, -60, true);
  rules_ = {{.threshold_nt = -100}};
  EXPECT_THAT(step(1, -60), IsEmpty());
  EXPECT_THAT(waiting_messages(log_.database()), IsEmpty());
}

TEST_F(Alerts, AnIssueTimeIsJudgedOnceAndAnOlderOneChangesNothing) {
  step(5, -120);
  EXPECT_THAT(step(5, 0), IsEmpty()) << "the product of this issue time said -120 nT";
  EXPECT_THAT(step(3, 0), IsEmpty());
  EXPECT_THAT(step(6, -110), IsEmpty()) << "the storm was not ended by old data";
}

TEST_F(Alerts, ARuleMayLookLessFarThanTheModel) {
  rules_ = {{.threshold_nt = -50, .within = Minutes{60}}};
  auto later = outlook(0, -20);
  later.forecasts[1].forecast_nt = -80;
  EXPECT_THAT(run(later), IsEmpty()) << "it comes in two hours";
  EXPECT_THAT(step(1, -60), ElementsAre("issue min <= -50 within 1h"));
  EXPECT_EQ(last().valid_to, time_of(1) + Minutes{60});
}

TEST_F(Alerts, WithoutSymHNowGoByTheForecasts) {
  auto blind = outlook(0, -60);
  blind.now_nt = std::nan("");
  EXPECT_THAT(run(blind), ElementsAre("issue min <= -50"));
  EXPECT_EQ(last().value_nt, -60);
}

TEST_F(Alerts, ACancelSaysHowLowSymHWas) {
  Series series;
  series.cadence = Minutes{5};
  series.segments = {{time_of(-1), 0, 4}};
  series.channels = {{"sym_h", {-200, -40, -70, -30}}};
  series.status.assign(4, Status::unknown);
  log_.observe(series, "sym_h");
  step(0, -60);
  ASSERT_THAT(step(3, -10), ElementsAre("cancel min <= -50"));
  EXPECT_EQ(last().lowest_observed_nt, -70) << "not the value before the alert";
}

/// 10 sample paths of which `deep` fall to -120 nT after an hour and recover.
Trajectories paths(Time issue, int deep) {
  Trajectories trajectories{issue, Minutes{30}, 10, {}};
  for (int member = 0; member < 10; ++member)
    for (const float value : {-10.F, -20.F, member < deep ? -120.F : -30.F, -30.F, -20.F, -10.F, -10.F})
      trajectories.values_nt.push_back(value);
  return trajectories;
}

class AlertsByChance : public Alerts {
 protected:
  AlertsByChance() { rules_ = {parse_alert_rule("P(min <= -100 within 3h) >= 0.5")}; }
  Names step(int number, int deep) {
    const auto members = paths(time_of(number), deep);
    auto seen = outlook(number, -60);
    seen.trajectories = &members;
    return run(seen);
  }
};

TEST_F(AlertsByChance, HoldFromTheirChanceOnAndEndBelowHalfOfIt) {
  EXPECT_THAT(step(0, 4), IsEmpty());
  EXPECT_THAT(step(1, 5), ElementsAre("issue P(min <= -100 within 3h) >= 0.5"));
  EXPECT_DOUBLE_EQ(last().chance.value(), 0.5);
  EXPECT_EQ(last().chance_within, Minutes{180});
  EXPECT_EQ(last().valid_to, time_of(1) + Minutes{180});
  EXPECT_THAT(step(2, 3), IsEmpty()) << "above half of 0.5";
  EXPECT_THAT(step(3, 2), ElementsAre("cancel P(min <= -100 within 3h) >= 0.5"));
}

TEST_F(AlertsByChance, EscalateAnAlertByValueThatIsAsDeepOrLess) {
  rules_.push_back({.threshold_nt = -50});
  EXPECT_THAT(step(0, 9), ElementsAre("issue min <= -50", "escalate P(min <= -100 within 3h) >= 0.5"));
  EXPECT_DOUBLE_EQ(messages_.front().chance.value(), 0.9) << "a rule by value says the chance, too";
}

TEST_F(AlertsByChance, AreNotJudgedWithoutSamplePathsThatReachFarEnough) {
  const auto without = update_alerts(log_, rules_, outlook(0, -120), Minutes{30});
  EXPECT_THAT(without.due, IsEmpty());
  EXPECT_THAT(without.not_judged, ElementsAre(HasSubstr("gives no sample paths")));
  auto members = paths(time_of(0), 9);
  members.values_nt.resize(10 * 5);  // two hours
  auto seen = outlook(0, -120);
  seen.trajectories = &members;
  EXPECT_THAT(update_alerts(log_, rules_, seen, Minutes{30}).not_judged,
              ElementsAre(HasSubstr("the sample paths of the model end after 2h")));
  EXPECT_THAT(step(0, 9), ElementsAre("issue P(min <= -100 within 3h) >= 0.5"))
      << "the issue time was not judged yet";
}

}  // namespace
}  // namespace symh
