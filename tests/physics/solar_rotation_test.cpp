#include "physics/solar_rotation.h"

#include <gtest/gtest.h>

namespace symh {
namespace {

TEST(SolarRotation, BeginsWhereMeeusPutsItsMeanBeginning) {
  EXPECT_EQ(start_of_solar_rotation(1699), make_time(1980, 8, 29, 8, 18)) << "chapter 29: JD 2444480.845";
}

TEST(SolarRotation, EveryMinuteBelongsToTheRotationThatBeganLast) {
  for (long number = 1900; number < 2300; ++number) {
    const auto start = start_of_solar_rotation(number);
    ASSERT_EQ(solar_rotation(start), number);
    ASSERT_EQ(solar_rotation(start - Minutes{1}), number - 1);
    const auto length = start_of_solar_rotation(number + 1) - start;
    ASSERT_TRUE(length == Minutes{39276} || length == Minutes{39277}) << length.count();
  }
}

}  // namespace
}  // namespace symh
