#include "products/plausible.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

TEST(PlausibleForecast, OtherChannelsHaveOtherLimits) {
  auto speed = forecast_of(400, 1500, Minutes{60});
  speed.target = "speed";
  EXPECT_EQ(implausible_forecast(speed), "");
}

}  // namespace
}  // namespace symh
