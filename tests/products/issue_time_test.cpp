#include "products/issue_time.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace symh {
namespace {

using testing::HasSubstr;

TEST(IssueTime, AForecastForAnEarlierTimeThanAskedForSaysSo) {
  IssuedForecast forecast;
  forecast.issue_time = make_time(2019, 5, 3);
  const auto text = issued_earlier(forecast, make_time(2020, 1, 1), Minutes{5});
  EXPECT_THAT(text, HasSubstr("for 2019-05-03T00:00:00Z, 243 d before the time asked for"));
  EXPECT_THAT(text, HasSubstr("2020-01-01T00:00:00Z"));
}

TEST(IssueTime, WithinOneSampleNothingIsSaid) {
  IssuedForecast forecast;
  forecast.issue_time = make_time(2019, 5, 3);
  EXPECT_EQ(issued_earlier(forecast, forecast.issue_time + Minutes{4}, Minutes{5}), "");
  EXPECT_NE(issued_earlier(forecast, forecast.issue_time + Minutes{5}, Minutes{5}), "");
}

}  // namespace
}  // namespace symh
