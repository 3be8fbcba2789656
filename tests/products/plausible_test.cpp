#include "products/plausible.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace symh {
namespace {

using testing::HasSubstr;

IssuedForecast forecast_of(float last_nt, float value_nt, Minutes lead_time) {
  IssuedForecast forecast;
  forecast.target = "sym_h";
  forecast.last_nt = last_nt;
  auto& lead = forecast.leads.emplace_back();
  lead.lead_time = lead_time;
  lead.value_nt = value_nt;
  return forecast;
}

TEST(PlausibleForecast, AFallThatNoStormEverShowedIsSaid) {
  EXPECT_THAT(implausible_forecast(forecast_of(-48, -1131, Minutes{120})),
              HasSubstr("the forecast 2h ahead, -1131 nT, is implausible: SYM-H is -48 nT"));
  EXPECT_NE(implausible_forecast(forecast_of(-20, 700, Minutes{60})), "");
}

TEST(PlausibleForecast, TheDeepestStormsAreNotHeld) {
  EXPECT_EQ(implausible_forecast(forecast_of(-120, -432, Minutes{60})), "") << "20 November 2003 and deeper";
  EXPECT_EQ(implausible_forecast(forecast_of(-50, -640, Minutes{120})), "") << "as March 1989 in two hours";
  EXPECT_EQ(implausible_forecast(forecast_of(-900, -1131, Minutes{120})), "");
}

TEST(PlausibleForecast, TheEstimateCountsWhereTheIndexIsLate) {
  auto late = forecast_of(-20, -900, Minutes{60});
  late.estimated.emplace().value_nt = -700;
  EXPECT_EQ(implausible_forecast(late), "");
}

TEST(ImpossibleForecast, IsANumberThatIsNoneOrThatSymHCannotHave) {
  const float nan = std::numeric_limits<float>::quiet_NaN(),
              infinite = std::numeric_limits<float>::infinity();
  EXPECT_EQ(impossible_forecast(forecast_of(-50, -640, Minutes{60})), "");
  EXPECT_THAT(impossible_forecast(forecast_of(-50, nan, Minutes{60})), HasSubstr("1h ahead is not a number"));
  EXPECT_THAT(impossible_forecast(forecast_of(-50, -infinite, Minutes{60})), HasSubstr("is not a number"));
  EXPECT_THAT(impossible_forecast(forecast_of(-50, -2121222, Minutes{120})),
              HasSubstr("2h ahead, -2.12122e+06 nT, is outside of what sym_h can be (-2000 to 500 nT)"));
  EXPECT_NE(impossible_forecast(forecast_of(-50, 501, Minutes{60})), "");
  EXPECT_THAT(impossible_forecast({}), HasSubstr("no lead time"));
}

TEST(ImpossibleForecast, IsABandThatIsNoneOrUpsideDown) {
  auto forecast = forecast_of(-50, -60, Minutes{60});
  auto& lead = forecast.leads.front();
  lead.q05_nt = -70.F;
  lead.q95_nt = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(impossible_forecast(forecast), HasSubstr("a band that is not a number"));
  lead.q95_nt = -75.F;
  EXPECT_THAT(impossible_forecast(forecast), HasSubstr("upside down (-70 to -75)"));
  lead.q95_nt = 1e6F;
  EXPECT_THAT(impossible_forecast(forecast),
              HasSubstr("a band up to 1e+06 nT, far outside of what sym_h can be"));
  lead.q95_nt = -40.F;
  EXPECT_EQ(impossible_forecast(forecast), "");
  lead.class_probabilities = {0.5F, -0.1F, 0.6F, 0.F};
  EXPECT_THAT(impossible_forecast(forecast), HasSubstr("a chance that is not from 0 to 1"));
}

TEST(ImpossibleForecast, IsAnEstimateThatIsNoNumber) {
  auto late = forecast_of(-20, -60, Minutes{60});
  late.estimated.emplace().q05_nt = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(impossible_forecast(late), HasSubstr("the estimate of sym_h at issue time is not a number"));
}

TEST(PlausibleForecast, OtherChannelsHaveOtherLimits) {
  auto speed = forecast_of(400, 1500, Minutes{60});
  speed.target = "speed";
  EXPECT_EQ(implausible_forecast(speed), "");
}

}  // namespace
}  // namespace symh
