#include "series/hourly_dst.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"

namespace symh {
namespace {

const Time day = make_time(2003, 11, 20);

Series series_of(const char* channel, Minutes cadence, std::vector<float> values) {
  Series series;
  series.cadence = cadence;
  series.segments = {{day, 0, values.size()}};
  series.status.assign(values.size(), Status::unknown);
  series.add(channel).values = std::move(values);
  return series;
}

TEST(HourlyDst, StandsBesideFinerFilesAtTheEndOfItsHour) {
  const auto merged = merge({{series_of("dst", Minutes{60}, {-10, -20, -30}), 1, "dst"},
                             {series_of("speed", Minutes{5}, std::vector(30, 400.F)), 2, "wind"}});
  EXPECT_EQ(merged.cadence, Minutes{5});
  ASSERT_EQ(merged.size(), 30U) << "hours that end after the wind do not make the series longer";
  const auto& dst = merged.at("dst").values;
  EXPECT_EQ(dst[12], -10);
  EXPECT_EQ(dst[24], -20);
  std::size_t present = 0;
  for (const float value : dst) present += std::isnan(value) ? 0 : 1;
  EXPECT_EQ(present, 2U);
}

TEST(HourlyDst, KeepsItsValueWhereMinutesBecomeMeans) {
  const auto merged = merge({{series_of("dst", Minutes{60}, {-10}), 1, "dst"},
                             {series_of("speed", Minutes{1}, std::vector(120, 400.F)), 2, "wind"}});
  const auto means = resample(merged, Minutes{5});
  const auto& dst = means.at("dst").values;
  std::size_t present = 0;
  for (std::size_t row = 0; row < means.size(); ++row)
    if (!std::isnan(dst[row])) {
      ++present;
      EXPECT_EQ(dst[row], -10);
      EXPECT_EQ(means.time_of(row), day + Minutes{65}) << "the mean whose minutes hold the end of the hour";
    }
  EXPECT_EQ(present, 1U);
}

TEST(HourlyDst, AloneIsASeriesLikeAnyOther) {
  const auto merged = merge({{series_of("dst", Minutes{60}, {-10, -20}), 1, "dst"}});
  EXPECT_EQ(merged.cadence, Minutes{60});
  EXPECT_EQ(merged.at("dst").values, (std::vector<float>{-10, -20}));
}

TEST(HourlyDst, OtherHourlyFilesStillFitNoFinerOnes) {
  EXPECT_THROW(merge({{series_of("kp", Minutes{60}, {1, 2}), 1, "kp"},
                      {series_of("speed", Minutes{5}, std::vector(30, 400.F)), 2, "wind"}}),
               DataError);
}

}  // namespace
}  // namespace symh
