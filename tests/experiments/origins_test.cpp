#include "experiments/origins.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace symh {
namespace {

Time day(const std::string& text) { return require_time(text, "test"); }

TEST(Origins, AreYearsApartOnTheSameDayAndEndWithTheData) {
  const auto bounds = origin_bounds(day("2000-02-29"), parse_origin_step("1y"), day("2002-06-01"));
  const std::vector<Time> expected{day("2000-02-29"), day("2001-02-28"), day("2002-02-28"),
                                   day("2002-06-01")};
  EXPECT_EQ(bounds, expected) << "a 29 February becomes the 28th in a year without one";
}

TEST(Origins, AreADurationApart) {
  const auto bounds = origin_bounds(day("2001-02-15"), parse_origin_step("30d"), day("2001-04-01"));
  const std::vector<Time> expected{day("2001-02-15"), day("2001-03-17"), day("2001-04-01")};
  EXPECT_EQ(bounds, expected);
}

TEST(Origins, RefuseAStepThatIsNoneAndAStartAfterTheEnd) {
  for (const auto* text : {"often", "0y", "-1y", "1yy", ""})
    EXPECT_THROW(parse_origin_step(text), UsageError) << text;
  EXPECT_THROW(origin_bounds(day("2002-01-01"), parse_origin_step("1y"), day("2001-01-01")), UsageError);
}

TEST(Origins, RefuseMorePeriodsThanAnyoneCanTrain) {
  EXPECT_THROW(parse_origin_step("2147483647y"), UsageError);
  EXPECT_THROW(origin_bounds(day("1970-01-01"), parse_origin_step("1d"), day("2025-01-01")), UsageError);
  EXPECT_EQ(origin_bounds(day("2000-01-01"), parse_origin_step("1d"), day("2002-09-27")).size(), 1001U);
  EXPECT_THROW(origin_bounds(day("2000-01-01"), parse_origin_step("1d"), day("2002-09-28")), UsageError);
}

}  // namespace
}  // namespace symh
