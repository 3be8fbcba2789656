#include "physics/solar_wind.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"

namespace symh {
namespace {

Series wind_of(std::vector<float> speed, std::vector<float> bz) {
  Series series;
  series.cadence = Minutes{5};
  series.solar_wind_at = WindPosition::l1;
  series.segments = {{make_time(2003, 11, 20), 0, speed.size()}};
  series.status.assign(speed.size(), Status::unknown);
  series.add("speed").values = std::move(speed);
  series.add("bz_gsm").values = std::move(bz);
  return series;
}

TEST(SolarWind, HoldsTheFieldUpToTheLimitThenCountsItAsQuiet) {
  const auto wind =
      solar_wind(wind_of({500, missing, missing, missing}, {-10, missing, missing, missing}), Minutes{10});
  EXPECT_FLOAT_EQ(wind.vbs_mv_m[0], 5.F);
  EXPECT_FLOAT_EQ(wind.vbs_mv_m[2], 5.F) << "10 minutes after the last value";
  EXPECT_FLOAT_EQ(wind.vbs_mv_m[3], 0.F);
  EXPECT_FLOAT_EQ(wind.speed_km_s[3], 500.F) << "a speed changes slowly";
}

TEST(SolarWind, WithoutDensityCountsFiveProtons) {
  const auto wind = solar_wind(wind_of({400}, {-5}), Minutes{60});
  EXPECT_NEAR(wind.sqrt_pressure_npa[0], std::sqrt(1.338), 1e-3);
  EXPECT_NEAR(wind.newell_mv_m[0], 2.0, 1e-5) << "scaled so that it equals v * B_south here";
}

TEST(SolarWind, NeedsSpeedAndField) {
  auto series = wind_of({400}, {-5});
  series.channels.pop_back();
  EXPECT_THROW(solar_wind(series, Minutes{60}), DataError);
  EXPECT_FALSE(has_solar_wind(series));
}

TEST(SolarWind, TakesTwentyToEightyMinutesFromL1) {
  EXPECT_NEAR(ballistic_delay_minutes(500.F), 50, 1e-3);
  EXPECT_EQ(ballistic_delay_minutes(200.F), 80);
  EXPECT_EQ(ballistic_delay_minutes(3000.F), 20);
}

TEST(SolarWind, ArrivesAtTheBowShockLaterAndFastWindOvertakes) {
  std::vector<float> speed(40, 400.F), bz(40);
  for (std::size_t i = 0; i < bz.size(); ++i) bz[i] = -static_cast<float>(i);
  speed[12] = 800.F;  // arrives after 31.25 minutes instead of 62.5
  const auto moved = propagate_to_bow_shock(wind_of(speed, bz));
  EXPECT_EQ(moved.solar_wind_at, WindPosition::bow_shock);
  const auto& arrived = moved.at("bz_gsm").values;
  EXPECT_TRUE(std::isnan(arrived[12])) << "nothing has arrived yet";
  EXPECT_EQ(arrived[13], 0.F) << "62.5 minutes are 13 samples, never earlier";
  EXPECT_EQ(arrived[19], -12.F) << "the fast sample overtook; what was measured last counts";
  EXPECT_THROW(propagate_to_bow_shock(moved), DataError);
}

TEST(SolarWind, PropagationNeverShowsASampleBeforeItWasMeasured) {
  std::vector<float> speed(60), bz(60);
  for (std::size_t i = 0; i < bz.size(); ++i) {
    speed[i] = 300.F + 40.F * static_cast<float>(i % 17);
    bz[i] = static_cast<float>(i);
  }
  const auto before = propagate_to_bow_shock(wind_of(speed, bz)).at("bz_gsm").values;
  for (std::size_t i = 30; i < 60; ++i) {
    speed[i] = 900.F;
    bz[i] = -500.F;
  }
  const auto after = propagate_to_bow_shock(wind_of(speed, bz)).at("bz_gsm").values;
  for (std::size_t i = 0; i <= 30; ++i)
    EXPECT_TRUE(before[i] == after[i] || (std::isnan(before[i]) && std::isnan(after[i]))) << i;
}

}  // namespace
}  // namespace symh
