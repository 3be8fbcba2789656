#include "physics/solar_cycle.h"

#include <gtest/gtest.h>

namespace symh {
namespace {

TEST(SolarCycle, ThePhaseIsTheTimeSinceTheLastMinimum) {
  EXPECT_NEAR(solar_cycle_phase(make_time(2002, 2, 15)), 5.5 / 11, 0.001) << "1996-08 was a minimum";
  EXPECT_NEAR(solar_cycle_phase(make_time(2014, 6, 15)), 5.5 / 11, 0.001) << "2008-12";
  EXPECT_NEAR(solar_cycle_phase(make_time(1981, 9, 15)), 5.5 / 11, 0.001) << "1976-03";
  EXPECT_NEAR(solar_cycle_phase(make_time(2026, 11, 15)), 6.92 / 11, 0.001) << "2019-12";
}

TEST(SolarCycle, AMinimumIsKnownAYearLater) {
  EXPECT_NEAR(solar_cycle_phase(make_time(2009, 11, 15)), 13.25 / 11 - 1, 0.001) << "counted from 1996-08";
  EXPECT_NEAR(solar_cycle_phase(make_time(2010, 1, 15)), 1.08 / 11, 0.001) << "counted from 2008-12";
}

TEST(SolarCycle, ThePhaseIsWithinOneTurnForAnyTime) {
  for (int year = 1800; year < 2200; ++year) {
    const auto phase = solar_cycle_phase(make_time(year, 7, 1));
    EXPECT_GE(phase, 0) << year;
    EXPECT_LT(phase, 1) << year;
  }
}

}  // namespace
}  // namespace symh
