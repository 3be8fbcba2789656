#include "centre/record/alert_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace symh {
namespace {

AlertMessage message() {
  AlertMessage m;
  m.serial = m.alert = 12;
  m.rule = "min <= -100";
  m.threshold_nt = -100;
  m.issue_time = make_time(2024, 5, 10, 20);
  m.issued_at = m.issue_time + Minutes{3};
  m.valid_from = m.value_time = m.issue_time + Minutes{120};
  m.valid_to = m.issue_time + Minutes{360};
  m.chance = 0.62;
  m.chance_within = Minutes{360};
  m.value_nt = -143.4;
  m.lead_time = Minutes{120};
  return m;
}

TEST(AlertText, SaysWhatIsForecastHowLikelyAndUntilWhen) {
  EXPECT_EQ(
      headline(message()),
      "Alert 12: SYM-H forecast -143 nT at 22:00 UTC, 10 May: at or below -100 nT; chance 62 % within 6 h; "
      "valid until 02:00 UTC, 11 May");
}

TEST(AlertText, OfARuleByChanceBeginsWithTheChance) {
  auto m = message();
  m.rule = "P(min <= -100 within 6h) >= 0.5";
  m.lead_time = Minutes{0};
  m.estimated = true;
  EXPECT_EQ(
      headline(m),
      "Alert 12: chance 62 % that SYM-H is at or below -100 nT within 6 h; SYM-H estimated -143 nT at 22:00 "
      "UTC, 10 May; valid until 02:00 UTC, 11 May");
}

TEST(AlertText, NamesTheMessageThatItContinues) {
  auto m = message();
  m.serial = 13;
  m.follows = 12;
  m.kind = MessageKind::extend;
  EXPECT_TRUE(headline(m).starts_with("Alert 13 extends 12: SYM-H forecast"));
  m.kind = MessageKind::escalate;
  EXPECT_TRUE(headline(m).starts_with("Alert 13 escalates 12: "));
  m.kind = MessageKind::cancel;
  EXPECT_EQ(headline(m), "Alert 13 cancels 12: SYM-H is no longer expected at or below -100 nT");
  m.lowest_observed_nt = -151;
  EXPECT_EQ(headline(m),
            "Alert 13 cancels 12: SYM-H is no longer expected at or below -100 nT; lowest observed -151 nT");
}

TEST(AlertText, InBriefIsTheLevelUntilWhenAndTheChance) {
  auto m = message();
  m.serial = 15;
  EXPECT_EQ(brief(m), "Alert 12: SYM-H at or below -100 nT until 02:00 UTC, 11 May, chance 62 % within 6 h");
  m.chance.reset();
  EXPECT_EQ(brief(m), "Alert 12: SYM-H at or below -100 nT until 02:00 UTC, 11 May");
}

TEST(AlertText, IsTheSameInJsonAndEnvironment) {
  auto m = message();
  auto json = to_json(m);
  auto variables = to_environment(m);
  EXPECT_EQ(json.at("serial"), 12);
  EXPECT_EQ(json.at("kind"), "issue");
  EXPECT_TRUE(json.at("follows").is_null());
  EXPECT_EQ(json.at("valid_to"), "2024-05-11T02:00:00Z");
  EXPECT_EQ(json.at("chance"), 0.62);
  EXPECT_EQ(variables.at("SYMH_ALERT_TEXT"), headline(m));
  EXPECT_EQ(variables.at("SYMH_ALERT_FOLLOWS"), "");
  EXPECT_EQ(variables.at("SYMH_ALERT_VALID_TO"), "2024-05-11T02:00:00Z");
  EXPECT_EQ(variables.at("SYMH_ALERT_CHANCE"), "0.62");
  m.chance.reset();
  m.follows = 11;
  EXPECT_TRUE(to_json(m).at("chance").is_null());
  EXPECT_EQ(to_json(m).at("follows"), 11);
  EXPECT_EQ(to_environment(m).at("SYMH_ALERT_CHANCE"), "");
}

}  // namespace
}  // namespace symh
