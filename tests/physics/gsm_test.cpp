#include "physics/gsm.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace symh {
namespace {

double degrees(double radians) { return radians * 180 / std::numbers::pi; }

Time at(long seconds_since_1970) { return Time{Minutes{seconds_since_1970 / 60}}; }

/// The angles of Tsyganenko's Geopack-2008 (as the package geopack 1.0.9 has it).
TEST(GsmAngle, AgreesWithGeopack) {
  EXPECT_NEAR(degrees(gsm_angle(at(-126000000))), 3.28, 0.02);
  EXPECT_NEAR(degrees(gsm_angle(at(489000000))), -1.938, 0.02);
  EXPECT_NEAR(degrees(gsm_angle(at(1069351200))), -9.065, 0.02);
  EXPECT_NEAR(degrees(gsm_angle(at(1577308800))), 10.847, 0.02);
  EXPECT_NEAR(degrees(gsm_angle(at(1577998800))), 13.801, 0.02);
  // Geopack's coefficients end in 2020 there, so it extrapolates.
  EXPECT_NEAR(degrees(gsm_angle(at(1756000800))), -14.536, 0.1);
}

TEST(GsmAngle, StaysWithinTheTiltOfTheDipoleAndOfTheAxis) {
  double lowest = 0, highest = 0;
  for (int hour = 0; hour < 366 * 24; hour += 5) {
    const double angle = degrees(gsm_angle(make_time(2012, 1, 1, hour)));
    lowest = std::min(lowest, angle);
    highest = std::max(highest, angle);
  }
  // 23.4 degrees of the ecliptic and 10.1 of the dipole.
  EXPECT_NEAR(highest, 33.5, 1);
  EXPECT_NEAR(lowest, -33.5, 1);
}

Series field_in_gse(std::vector<float> by, std::vector<float> bz) {
  Series series;
  series.segments = {{make_time(2003, 11, 20, 18), 0, by.size()}};
  series.status.assign(by.size(), Status::unknown);
  series.channels = {{"by_gse", std::move(by)}, {"bz_gse", std::move(bz)}};
  return series;
}

TEST(CompleteGsm, TurnsTheFieldAndKeepsItsLength) {
  auto series = field_in_gse({3, -20, missing}, {4, -30, 5});
  EXPECT_EQ(complete_gsm(series), 2U);
  const auto &y = series.at("by_gsm").values, &z = series.at("bz_gsm").values;
  for (std::size_t i = 0; i < 2; ++i) {
    const float y_gse = series.at("by_gse").values[i], z_gse = series.at("bz_gse").values[i];
    EXPECT_NEAR(std::hypot(y[i], z[i]), std::hypot(y_gse, z_gse), 1e-5);
    EXPECT_NE(z[i], z_gse);
  }
  EXPECT_TRUE(std::isnan(z[2])) << "one component alone cannot be turned";
}

TEST(CompleteGsm, KeepsWhatTheFileHoldsInGsm) {
  auto series = field_in_gse({3, 3}, {4, 4});
  series.channels.push_back({"bz_gsm", {-7, missing}});
  EXPECT_EQ(complete_gsm(series), 2U);
  EXPECT_EQ(series.at("bz_gsm").values[0], -7);
  EXPECT_FALSE(std::isnan(series.at("bz_gsm").values[1]));
}

TEST(CompleteGsm, NeedsBothComponents) {
  Series series = field_in_gse({3}, {4});
  series.channels.pop_back();
  EXPECT_EQ(complete_gsm(series), 0U);
  EXPECT_EQ(series.find("bz_gsm"), nullptr);
}

/// An hourly mean is turned by the angle at its middle.
TEST(CompleteGsm, TurnsAnHourByTheAngleAtItsMiddle) {
  auto hour = field_in_gse({0}, {-10});
  hour.cadence = Minutes{60};
  complete_gsm(hour);
  const double angle = gsm_angle(make_time(2003, 11, 20, 18, 30));
  EXPECT_NEAR(hour.at("by_gsm").values[0], 10 * std::sin(angle), 1e-4);
}

}  // namespace
}  // namespace symh
