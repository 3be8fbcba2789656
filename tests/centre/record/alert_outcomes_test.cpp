#include "centre/record/alert_outcomes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "centre/record/alert_tables.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Time start = make_time(2003, 11, 20);

/// Observations every ten minutes over ten hours, quiet but for what a test sets.
class AlertOutcomes : public testing::Test {
 protected:
  static Time at(int minutes) { return start + Minutes{minutes}; }

  void observe(int from_minutes, int to_minutes, float value_nt) {
    for (int i = from_minutes / 10; i <= to_minutes / 10; ++i)
      values_[static_cast<std::size_t>(i)] = value_nt;
  }
  /// An alert issued at one time, and cancelled at another, or valid until then.
  void alert(int from_minutes, int to_minutes, bool cancelled = true, double chance = 0.5) {
    AlertMessage m;
    m.rule = to_text(rule_);
    m.threshold_nt = rule_.threshold_nt;
    m.issue_time = m.issued_at = m.valid_from = at(from_minutes);
    m.valid_to = at(to_minutes);
    m.chance = chance;
    m.chance_within = Minutes{60};
    m.alert = add_message(log_.database(), m);
    if (!cancelled) return;
    m.follows = m.alert;
    m.kind = MessageKind::cancel;
    m.issued_at = at(to_minutes);
    add_message(log_.database(), m);
  }
  AlertHistory history(int to_minutes = 600) {
    Series series;
    series.cadence = Minutes{10};
    series.segments = {{start, 0, values_.size()}};
    series.channels = {{"sym_h", values_}};
    series.status.assign(values_.size(), Status::unknown);
    log_.observe(series, "sym_h");
    return alert_history(log_, {rule_}, start, at(to_minutes));
  }

  TemporaryFolder folder_;
  ForecastLog log_{folder_.path() / "log.sqlite"};
  AlertRule rule_{.threshold_nt = -100, .within = {}, .chance = {}, .hysteresis_nt = 20};
  std::vector<float> values_ = std::vector<float>(61, -10.F);
};

TEST_F(AlertOutcomes, AnAlertBeforeTheOnsetWarned) {
  observe(100, 150, -120);
  alert(60, 200);
  const auto all = history();
  ASSERT_EQ(all.alerts.size(), 1U);
  EXPECT_EQ(all.alerts[0].outcome, AlertOutcome::warned);
  EXPECT_EQ(all.alerts[0].warning(), Minutes{40});
  EXPECT_EQ(all.alerts[0].lowest_nt, -120);
  EXPECT_EQ(all.alerts[0].messages.size(), 2U);
  EXPECT_THAT(all.missed, IsEmpty());
  EXPECT_EQ(all.rules.at(0).median_warning_minutes, 40);
}

TEST_F(AlertOutcomes, AnAlertAtOrAfterTheOnsetIsLate) {
  observe(100, 150, -120);
  alert(100, 200);
  const auto at_once = history();
  EXPECT_EQ(at_once.alerts.at(0).outcome, AlertOutcome::late);
  EXPECT_EQ(at_once.alerts.at(0).warning(), Minutes{0});
  EXPECT_THAT(at_once.missed, IsEmpty());
}

TEST_F(AlertOutcomes, ASecondAlertInTheEpisodeOfAnEarlierOneIsNotLate) {
  observe(100, 200, -120);
  alert(60, 120);
  alert(150, 210);
  const auto all = history();
  EXPECT_EQ(all.alerts.at(0).outcome, AlertOutcome::warned);
  EXPECT_EQ(all.alerts.at(1).outcome, AlertOutcome::again);
  EXPECT_EQ(all.rules.at(0).late, 0U);
  EXPECT_EQ(all.rules.at(0).again, 1U);
}

TEST_F(AlertOutcomes, AnAlertWithoutAnOnsetIsFalseOnceItsTimeIsObserved) {
  alert(60, 200);
  EXPECT_EQ(history().alerts.at(0).outcome, AlertOutcome::false_alarm);
  EXPECT_EQ(history(180).alerts.at(0).outcome, AlertOutcome::open) << "its last minutes are not observed";
}

TEST_F(AlertOutcomes, AnAlertThatNobodyCancelledEndsWithItsValidity) {
  alert(60, 120, /*cancelled=*/false);
  alert(300, 340);
  observe(200, 220, -120);
  const auto all = history();
  EXPECT_EQ(all.rules.at(0).cancelled, 1U) << "one of two";
  EXPECT_EQ(all.alerts.at(0).outcome, AlertOutcome::false_alarm);
  ASSERT_EQ(all.missed.size(), 1U);
  EXPECT_EQ(all.missed[0].onset, at(200));
  EXPECT_EQ(all.missed[0].lowest_nt, -120);
}

TEST_F(AlertOutcomes, AnEpisodeEndsAboveTheHysteresisAndOneUnderWayHasNoOnset) {
  observe(0, 20, -130);
  observe(100, 150, -120);
  observe(160, 200, -90);  // within the hysteresis
  observe(210, 230, -110);
  const auto all = history();
  ASSERT_EQ(all.missed.size(), 1U) << "the first has no onset, and the last two are one";
  EXPECT_EQ(all.missed[0].onset, at(100));
  EXPECT_EQ(all.rules.at(0).onsets, 1U);
  EXPECT_EQ(all.rules.at(0).missed, 1U);
  EXPECT_EQ(all.rules.at(0).alerts, 0U) << "a rule without alerts is scored";
}

TEST_F(AlertOutcomes, NothingIsMissedBeforeTheFirstRun) {
  observe(100, 150, -120);
  observe(400, 450, -120);
  log_.add(LoggedRun{at(300), 0, ""});
  const auto all = history();
  ASSERT_EQ(all.missed.size(), 1U);
  EXPECT_EQ(all.missed[0].onset, at(400));
  EXPECT_EQ(all.rules.at(0).onsets, 1U);
}

TEST_F(AlertOutcomes, ChancesAreScoredWithinTheirWindow) {
  observe(100, 150, -120);
  alert(60, 200, true, 0.8);    // within an hour: it came
  alert(300, 350, true, 0.3);   // it did not
  alert(590, 620, false, 0.9);  // not observed to the end
  const auto scores = history().rules.at(0);
  EXPECT_EQ(scores.chances, 2U);
  EXPECT_DOUBLE_EQ(scores.mean_chance, 0.55);
  EXPECT_DOUBLE_EQ(scores.came_true, 0.5);
  EXPECT_NEAR(scores.brier, (0.2 * 0.2 + 0.3 * 0.3) / 2, 1e-12);
  EXPECT_EQ(scores.open, 1U);
}

TEST_F(AlertOutcomes, AlertsOfARuleThatTheSettingsDroppedAreListedToo) {
  alert(60, 200);
  const auto all = alert_history(log_, {{.threshold_nt = -50}}, start, at(600));
  ASSERT_EQ(all.rules.size(), 2U);
  EXPECT_EQ(all.rules[1].rule, "min <= -100");
  EXPECT_EQ(all.rules[1].alerts, 1U);
}

TEST_F(AlertOutcomes, TablesFitATerminalAndTellLateAndMissedOnes) {
  rule_ = parse_alert_rule("P(min <= -100 within 3h) >= 0.5");
  observe(100, 150, -120);
  observe(400, 420, -105);
  alert(120, 200);
  const auto text = to_text(history());
  EXPECT_THAT(text, HasSubstr("P(min <= -100 within 3h) >= 0.5"));
  EXPECT_THAT(text, HasSubstr("late"));
  EXPECT_THAT(text, HasSubstr("warning min cancelled"));
  EXPECT_THAT(text, HasSubstr("chances of messages"));
  EXPECT_THAT(text, HasSubstr("-20")) << "minutes before: 20 after";
  EXPECT_THAT(text, HasSubstr("Missed: SYM-H reached a level and no alert was in force"));
  EXPECT_THAT(text, HasSubstr("2003-11-20T06:40:00Z"));
  std::size_t begin = 0;
  for (auto end = text.find('\n'); end != std::string::npos; begin = end + 1, end = text.find('\n', begin))
    EXPECT_LE(end - begin, 80U) << text.substr(begin, end - begin);
}

TEST_F(AlertOutcomes, JsonHasEachMessage) {
  observe(100, 150, -120);
  alert(60, 200);
  const auto json = to_json(history());
  EXPECT_EQ(json.at("rules").at(0).at("warned"), 1);
  EXPECT_EQ(json.at("rules").at(0).at("cancelled"), 1);
  const auto& first = json.at("alerts").at(0);
  EXPECT_EQ(first.at("outcome"), "warned");
  EXPECT_EQ(first.at("ended_at"), format_time(at(200)));
  EXPECT_EQ(first.at("messages").size(), 2U);
  EXPECT_EQ(first.at("messages").at(1).at("kind"), "cancel");
  EXPECT_EQ(first.at("messages").at(1).at("follows"), first.at("alert"));
}

}  // namespace
}  // namespace symh
