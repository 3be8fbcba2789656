#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "series/storms.h"
#include "series/summary.h"
#include "series/transforms.h"

namespace symh {
namespace {

Series one_segment(Time start, std::vector<float> values, Status status = Status::definitive,
                   Minutes cadence = Minutes{1}) {
  Series series;
  series.cadence = cadence;
  series.segments = {{start, 0, values.size()}};
  series.status.assign(values.size(), status);
  series.channels = {{"sym_h", std::move(values)}};
  return series;
}

const Time day = make_time(2003, 11, 20);

TEST(Merge, BetterStatusWinsThenTheNewerFile) {
  std::vector<Piece> pieces{{one_segment(day, {1, 1, 1, 1}, Status::definitive), 1},
                            {one_segment(day + Minutes{2}, {2, 2, 2, 2}, Status::quick_look), 9},
                            {one_segment(day + Minutes{4}, {3, 3}, Status::quick_look), 10}};
  const auto merged = merge(pieces);
  EXPECT_EQ(merged.channels[0].values, (std::vector<float>{1, 1, 1, 1, 3, 3}));
  EXPECT_EQ(merged.status[3], Status::definitive);
  EXPECT_EQ(merged.status[4], Status::quick_look);
}

TEST(Merge, AMissingValueNeverReplacesAPresentOne) {
  const auto merged =
      merge({{one_segment(day, {1, 2}, Status::quick_look), 0}, {one_segment(day, {missing, 5}), 1}});
  EXPECT_EQ(merged.channels[0].values, (std::vector<float>{1, 5}));
}

TEST(Merge, ShortHolesBecomeMissingRowsLongOnesEndTheSegment) {
  const auto merged = merge({{one_segment(day, {1}), 0},
                             {one_segment(day + Minutes{3}, {2}), 1},
                             {one_segment(day + Minutes{3 * 1440}, {3}), 2}});
  ASSERT_EQ(merged.segments.size(), 2U);
  EXPECT_EQ(merged.segments[0].count, 4U);
  EXPECT_TRUE(std::isnan(merged.channels[0].values[1]));
  EXPECT_EQ(merged.time_of(4), day + Minutes{3 * 1440});
}

TEST(Merge, UnitesChannelsAndRefusesDifferentCadences) {
  auto other = one_segment(day, {7});
  other.channels[0].name = "asy_h";
  EXPECT_EQ(merge({{one_segment(day, {1}), 0}, {other, 1}}).channels.size(), 2U);
  EXPECT_THROW(merge({{one_segment(day, {1}), 0}, {one_segment(day, {1}, Status::unknown, Minutes{5}), 1}}),
               DataError);
}

TEST(Resample, StampsTheMeanOfBeginningStampedMinutesWithTheEndOfTheirInterval) {
  std::vector<float> values;
  for (int i = 0; i < 12; ++i) values.push_back(static_cast<float>(i));
  const auto mean = resample(one_segment(day, values), Minutes{5});
  ASSERT_EQ(mean.size(), 2U);
  EXPECT_EQ(mean.time_of(0), day + Minutes{5}) << "the minutes 0 ... 4 are all over at 5";
  EXPECT_FLOAT_EQ(mean.channels[0].values[0], 2.F);
  EXPECT_FLOAT_EQ(mean.channels[0].values[1], 7.F);
}

TEST(Resample, EndStampedMinutesIncludeTheStampItself) {
  auto series = one_segment(day + Minutes{1}, {1, 2, 3, 4, 5, 6});
  series.stamp = Stamp::end;
  const auto mean = resample(series, Minutes{5});
  ASSERT_EQ(mean.size(), 1U);
  EXPECT_EQ(mean.time_of(0), day + Minutes{5});
  EXPECT_FLOAT_EQ(mean.channels[0].values[0], 3.F);
}

TEST(Resample, AMeanOfFewerThanHalfIsMissing) {
  const float x = missing;
  const auto mean = resample(one_segment(day, {1, x, x, x, 3, 1, x, x, 2, 3}), Minutes{5});
  EXPECT_TRUE(std::isnan(mean.channels[0].values[0]));
  EXPECT_FLOAT_EQ(mean.channels[0].values[1], 2.F);
  EXPECT_THROW(resample(one_segment(day, {1, 2}, Status::unknown, Minutes{5}), Minutes{7}), UsageError);
}

TEST(Resample, LaterMinutesDoNotChangeEarlierMeans) {
  std::vector<float> values(300, 1.F);
  const auto before = resample(one_segment(day, values), Minutes{5});
  for (std::size_t i = 100; i < values.size(); ++i) values[i] = -500.F;
  const auto after = resample(one_segment(day, values), Minutes{5});
  for (std::size_t row = 0; row < before.size() && before.time_of(row) <= day + Minutes{100}; ++row)
    EXPECT_EQ(before.channels[0].values[row], after.channels[0].values[row]);
}

TEST(FillCausally, HoldsTheLastValueUpToTheLimitAndNeverLooksAhead) {
  auto series = one_segment(day, {missing, 1, missing, missing, missing, 5});
  EXPECT_EQ(fill_causally(series, "sym_h", Minutes{2}), 2U);
  const auto& values = series.channels[0].values;
  EXPECT_TRUE(std::isnan(values[0]));
  EXPECT_EQ(values[3], 1.F);
  EXPECT_TRUE(std::isnan(values[4]));
}

TEST(Slice, TakesRowsInsideTheTimes) {
  const auto part = slice(one_segment(day, {0, 1, 2, 3, 4}), day + Minutes{1}, day + Minutes{4});
  EXPECT_EQ(part.channels[0].values, (std::vector<float>{1, 2, 3}));
  EXPECT_EQ(part.first_time(), day + Minutes{1});
  EXPECT_TRUE(slice(part, day + Minutes{9}, day + Minutes{10}).empty());
}

TEST(Storms, AreFoundWithStartMinimumAndLevel) {
  std::vector<float> values(4000, -10.F);
  for (std::size_t i = 100; i < 200; ++i) values[i] = -120.F;
  values[150] = -260.F;
  values[300] = -60.F;   // less than 12 h later: the same storm
  values[3000] = -50.F;  // its own, moderate
  const auto storms = find_storms(one_segment(day, values));
  ASSERT_EQ(storms.size(), 2U);
  EXPECT_EQ(storms[0].start, day + Minutes{100});
  EXPECT_EQ(storms[0].end, day + Minutes{300});
  EXPECT_EQ(storms[0].time_of_minimum, day + Minutes{150});
  EXPECT_EQ(storms[0].level, StormLevel::superstorm);
  EXPECT_EQ(storms[1].level, StormLevel::moderate);
}

TEST(HoldsValue, IsTrueForARowWithAValueInAnyChannel) {
  auto series = one_segment(day, {missing, -5, missing});
  series.add("asy_h").values = {missing, missing, 7};
  EXPECT_FALSE(holds_value(series, 0));
  EXPECT_TRUE(holds_value(series, 1));
  EXPECT_TRUE(holds_value(series, 2));
}

TEST(StormLevel, LevelsMeetAtTheirThresholds) {
  EXPECT_EQ(storm_level(-49.F), StormLevel::quiet);
  EXPECT_EQ(storm_level(-50.F), StormLevel::moderate);
  EXPECT_EQ(storm_level(-100.F), StormLevel::intense);
  EXPECT_EQ(storm_level(-250.F), StormLevel::superstorm);
}

TEST(Summary, CountsGapsExtremesAndStatus) {
  auto series = merge({{one_segment(day, {5, missing, missing, -80}), 0},
                       {one_segment(day + Minutes{5000}, {1}, Status::provisional), 1}});
  const auto summary = summarise(series, "sym_h");
  EXPECT_EQ(summary.expected, 5001U);
  EXPECT_EQ(summary.rows, 5U);
  ASSERT_EQ(summary.gaps.size(), 2U);
  EXPECT_EQ(summary.gaps[0].first, day + Minutes{4}) << "longest first: the hole between the segments";
  EXPECT_EQ(summary.gaps[1].last, day + Minutes{2});
  EXPECT_EQ(summary.channels[0].minimum.time, day + Minutes{3});
  EXPECT_EQ(summary.channels[0].present, 3U);
  EXPECT_EQ(summary.samples_by_status[3], 4U);
  EXPECT_EQ(summary.samples_by_status[2], 1U);
  ASSERT_EQ(summary.storms.size(), 1U);
}

}  // namespace
}  // namespace symh
