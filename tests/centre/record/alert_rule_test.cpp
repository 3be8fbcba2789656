#include "centre/record/alert_rule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace symh {
namespace {

using testing::HasSubstr;

std::string error_of(const std::string& text) {
  try {
    parse_alert_rule(text);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

TEST(AlertRule, IsReadAsItIsWritten) {
  for (const auto* text : {"min <= -100", "min <= -62.5 within 2h", "min <= 400 within 90m",
                           "P(min <= -100 within 3h) >= 0.5", "P(min <= -250 within 45m) >= 0.015"})
    EXPECT_EQ(to_text(parse_alert_rule(text)), text);
}

TEST(AlertRule, MayHaveBlanksUnitsAndPercent) {
  for (const auto* text : {"P(min <= -100 within 3 h) >= 0.5", " P ( min<=-100nT within 180 min ) >= 50 %",
                           "P(min <= -100 nT within 3h)>=50%", "P(min <= -100 within 3 hours) >= 0.5"})
    EXPECT_EQ(to_text(parse_alert_rule(text)), "P(min <= -100 within 3h) >= 0.5") << text;
  const auto rule = parse_alert_rule("min<=-50");
  EXPECT_FALSE(rule.chance);
  EXPECT_FALSE(rule.within);
}

TEST(AlertRule, SaysWhatWasFoundWhereAndWhatWasExpected) {
  EXPECT_THAT(error_of("max <= -100"), HasSubstr("found 'max <= -100' at character 1, expected 'min'"));
  EXPECT_THAT(error_of("min < -100"), HasSubstr("at character 5, expected '<='"));
  EXPECT_THAT(error_of("min <= deep"), HasSubstr("found 'deep' at character 8, expected a SYM-H in nT"));
  EXPECT_THAT(error_of("P(min <= -100) >= 0.5"),
              HasSubstr("found ') >= 0.5' at character 14, expected 'within'"));
  EXPECT_THAT(error_of("P(min <= -100 within 3h)"),
              HasSubstr("found the end at character 25, expected '>='"));
  EXPECT_THAT(error_of("min <= -100 or so"), HasSubstr("found 'or so' at character 13, expected the end"));
  EXPECT_THAT(error_of(""), HasSubstr("rules look like 'min <= -100'"));
}

TEST(AlertRule, RefusesNumbersThatCannotBe) {
  for (const auto* text : {"min <= -1e9", "min <= nan", "min <= 501"})
    EXPECT_THAT(error_of(text), HasSubstr("a SYM-H")) << text;
  for (const auto* time : {"0h", "8d", "3", "h", "-3h", "99999999999999999999h", "3 weeks"})
    EXPECT_THAT(error_of("min <= -100 within " + std::string(time)), HasSubstr("a time from 1m to 7d"))
        << time;
  for (const auto* chance : {"0", "1.5", "101 %", "-0.1", "nan", "likely"})
    EXPECT_THAT(error_of("P(min <= -100 within 3h) >= " + std::string(chance)), HasSubstr("a chance"))
        << chance;
}

}  // namespace
}  // namespace symh
