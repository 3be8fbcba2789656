#include "centre/page_inputs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace symh {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

const Time start = make_time(2003, 11, 20);

/// Half an hour of wind at L1 and 500 km/s, which takes 50 minutes.
Series wind() {
  Series series;
  series.cadence = Minutes{5};
  series.solar_wind_at = WindPosition::l1;
  series.segments = {{start, 0, 6}};
  series.status.assign(6, Status::quick_look);
  series.channels = {{"bz_gsm", {-1, -2, -3, -4, -5, -6}},
                     {"b_total", std::vector<float>(6, 8)},
                     {"speed", std::vector<float>(6, 500)},
                     {"density", std::vector<float>(6, 4)}};
  return series;
}

std::vector<int> minutes(const std::vector<ShownWind>& wind) {
  std::vector<int> list;
  for (const auto& sample : wind) list.push_back(static_cast<int>((sample.at_earth - start).count()));
  return list;
}

TEST(PageInputs, WindFromL1IsShownWhenItReachesEarth) {
  const auto shown = wind_at_earth(wind(), start, start + Minutes{20}, Minutes{5});
  EXPECT_THAT(minutes(shown), ElementsAre(50, 55, 60, 65, 70)) << "nothing later than the clock";
  EXPECT_EQ(shown[1].bz_nt, -2);
  EXPECT_EQ(shown[1].field_nt, 8);
  EXPECT_EQ(shown[1].speed_km_s, 500);
  EXPECT_EQ(shown[1].density_cm3, 4);
}

TEST(PageInputs, FasterWindOvertakes) {
  auto series = wind();
  series.channels[2].values = {400, 400, 400, 800, 800, missing};
  EXPECT_THAT(minutes(wind_at_earth(series, start, start + Minutes{60}, Minutes{5})), ElementsAre(46, 51, 56))
      << "62.5 min of the slow wind, 31 min of the fast; the last speed is held";
}

TEST(PageInputs, WindElsewhereIsShownAtItsStamps) {
  auto series = wind();
  for (const auto position : {WindPosition::bow_shock, WindPosition::unknown}) {
    series.solar_wind_at = position;
    EXPECT_THAT(minutes(wind_at_earth(series, start, start + Minutes{60}, Minutes{10})),
                ElementsAre(10, 20, 30))
        << "and one value a step";
  }
}

TEST(PageInputs, WithoutWindThereIsNothingToShow) {
  auto series = wind();
  EXPECT_THAT(wind_at_earth(series, start + Minutes{1440}, start + Minutes{2880}, Minutes{5}), IsEmpty());
  series.channels.resize(1);
  EXPECT_THAT(wind_at_earth(series, start, start + Minutes{60}, Minutes{5}), IsEmpty());
}

TEST(PageInputs, HealthIsTheNewestValueOfEachChannel) {
  auto series = wind();
  series.channels[3].values = std::vector<float>(6, missing);
  const auto health = health_of(series, start + Minutes{12});
  ASSERT_EQ(health.size(), 4U);
  EXPECT_EQ(health[0].channel, "bz_gsm");
  EXPECT_EQ(health[0].newest, start + Minutes{10});
  EXPECT_EQ(health[3].newest, std::nullopt);
}

TEST(PageInputs, WarnsOfAFallbackAndOfAMissingIndexAndWind) {
  IssuedForecast forecast;
  forecast.model = "indices";
  forecast.target = "sym_h";
  forecast.issue_time = start;
  forecast.last_observed = start;
  EXPECT_THAT(warnings_on(forecast, start), IsEmpty());
  EXPECT_EQ(note_on(forecast), "");
  forecast.last_observed.reset();
  EXPECT_THAT(warnings_on(forecast, start), ElementsAre(StartsWith("there is no sym_h in the data")));
  forecast.last_observed = start - Minutes{30};
  EXPECT_EQ(note_on(forecast),
            "No sym_h was observed in the 30 min before this forecast, only other inputs.");
  forecast.estimated = EstimatedIndex{-50, -60, -40, {}};
  EXPECT_THAT(note_on(forecast), HasSubstr("The newest sym_h is 30 min older than this forecast"));
  forecast.solar_wind = SolarWindSeen{start, WindPosition::l1, start + Minutes{45}};
  EXPECT_THAT(warnings_on(forecast, start + Minutes{60}), ElementsAre(HasSubstr("reached Earth at")));
  forecast.fallback = Fallback{"storms-l1", "no wind", {}};
  EXPECT_THAT(warnings_on(forecast, start + Minutes{60}),
              ElementsAre("'indices' forecasts in place of 'storms-l1': no wind"));
}

}  // namespace
}  // namespace symh
