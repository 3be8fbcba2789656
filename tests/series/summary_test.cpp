#include "series/summary.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "series/scan.h"

namespace symh {
namespace {

/// Value by value, as the definition says.
ChannelSummary plainly(const Series& series, const Channel& channel) {
  ChannelSummary summary;
  double sum = 0;
  for (std::size_t row = 0; row < series.size(); ++row) {
    const float value = channel.values[row];
    if (std::isnan(value)) continue;
    if (summary.present == 0 || value < summary.minimum.value) summary.minimum = {value, series.time_of(row)};
    if (summary.present == 0 || value > summary.maximum.value) summary.maximum = {value, series.time_of(row)};
    ++summary.present;
    sum += value;
  }
  if (summary.present > 0) summary.mean = sum / static_cast<double>(summary.present);
  return summary;
}

TEST(Summary, IsThatOfTheDefinitionForAnyNumberOfValuesGapsAndTies) {
  std::mt19937 random(3);
  for (std::size_t count = 1; count <= 40; ++count) {
    Series series;
    series.segments = {{make_time(2003, 11, 20), 0, count}};
    series.status.assign(count, count % 2 == 0 ? Status::definitive : Status::quick_look);
    for (const auto* name : {"sym_h", "asy_h", "none"})
      for (auto& value : series.add(name).values)
        value = *name == 'n' || random() % 4 == 0 ? missing : static_cast<float>(random() % 9) - 4.F;
    const auto summary = summarise(series, "sym_h");
    ASSERT_EQ(summary.channels.size(), 3U);
    for (std::size_t c = 0; c < 3; ++c) {
      const auto expected = plainly(series, series.channels[c]);
      const auto& got = summary.channels[c];
      EXPECT_EQ(got.name, series.channels[c].name);
      EXPECT_EQ(got.present, expected.present);
      EXPECT_NEAR(got.mean, expected.mean, 1e-12);
      if (expected.present == 0) continue;
      EXPECT_EQ(got.minimum.value, expected.minimum.value);
      EXPECT_EQ(got.minimum.time, expected.minimum.time) << "the first of equal ones";
      EXPECT_EQ(got.maximum.value, expected.maximum.value);
      EXPECT_EQ(got.maximum.time, expected.maximum.time);
    }
    EXPECT_EQ(summary.samples_by_status[static_cast<std::size_t>(series.status[0])], count);
  }
}

TEST(Scan, FindsEveryHitWhereverItStandsAmongManyValues) {
  for (const std::size_t count : {0U, 1U, 255U, 256U, 257U, 1000U})
    for (std::size_t hit = 0; hit <= count; hit += 37) {
      std::vector<float> values(count, 0.F);
      if (hit < count) values[hit] = -60.F;
      const auto low = [](auto value) { return value <= -50.F; };
      for (const std::size_t from : {std::size_t{0}, hit / 2, hit})
        EXPECT_EQ(next_where(values, from, low), std::min(hit, count)) << count << " from " << from;
      EXPECT_EQ(next_where(values, hit + 1, low), std::max(hit + 1, count));
    }
}

TEST(Scan, SeesMissingValues) {
  std::vector<float> values(600, 1.F);
  values[599] = missing;
  EXPECT_EQ(next_where(values, 0, [](auto value) { return value != value; }), 599U);
}

TEST(Summary, CountsMoreSamplesOfAStatusThanAByteHolds) {
  Series series;
  series.segments = {{make_time(2003, 11, 20), 0, 1000}};
  series.status.assign(1000, Status::definitive);
  std::fill_n(series.status.begin(), 300, Status::quick_look);
  series.add("sym_h").values.assign(1000, -1.F);
  const auto summary = summarise(series, "sym_h");
  EXPECT_EQ(summary.samples_by_status, (std::array<std::size_t, 4>{0, 300, 0, 700}));
}

}  // namespace
}  // namespace symh
