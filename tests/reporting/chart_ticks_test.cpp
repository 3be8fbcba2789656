#include "reporting/chart_ticks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace symh {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

TEST(ChartTicks, NumbersAreRoundAndInside) {
  EXPECT_THAT(number_ticks(-63.6, 13.6, 4), ElementsAre(-60, -40, -20, 0));
  EXPECT_THAT(number_ticks(-270, 20, 4), ElementsAre(-200, -100, 0));
  EXPECT_THAT(number_ticks(0, 1, 2), ElementsAre(0, 0.5, 1));
  EXPECT_THAT(number_ticks(0.1, 0.35, 3), ElementsAre(0.1, 0.2, 0.30000000000000004));
}

TEST(ChartTicks, TimesAreWholeHoursOfTheDay) {
  const Time from = make_time(2003, 11, 20, 3, 30);
  EXPECT_THAT(time_ticks(from, from + Minutes{120}, 5),
              ElementsAre(make_time(2003, 11, 20, 4), make_time(2003, 11, 20, 5)));
  EXPECT_THAT(time_ticks(from, from + Minutes{30 * 60}, 5),
              ElementsAre(make_time(2003, 11, 20, 6), make_time(2003, 11, 20, 12),
                          make_time(2003, 11, 20, 18), make_time(2003, 11, 21), make_time(2003, 11, 21, 6)));
}

TEST(ChartTicks, TimesBefore1970AreWholeHoursToo) {
  const Time from = make_time(1960, 1, 1, 0, 30);
  EXPECT_THAT(time_ticks(from, from + Minutes{120}, 5),
              ElementsAre(make_time(1960, 1, 1, 1), make_time(1960, 1, 1, 2)));
}

TEST(ChartTicks, AYearHasFewEnough) {
  const Time from = make_time(2003, 1, 1);
  const auto ticks = time_ticks(from, from + Minutes{366 * 1440}, 6);
  EXPECT_THAT(ticks, SizeIs(testing::AllOf(testing::Ge(3U), testing::Le(6U))));
}

}  // namespace
}  // namespace symh
