#include "windows/station_estimates.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "physics/gap_path.h"
#include "physics/quick_index_error.h"

namespace symh {
namespace {

const Time start = make_time(2003, 11, 15);

Series grid_of(std::size_t count) {
  Series series;
  series.cadence = Minutes{5};
  series.segments = {{start, 0, count}};
  series.status.assign(count, Status::definitive);
  series.add("sym_h").values.assign(count, -100.F);
  return series;
}

/// An estimate of -90 nT with an error of 8 nT in the rows from `first` to `last`.
Series estimated(std::size_t count, std::size_t first, std::size_t last) {
  auto series = grid_of(count);
  for (const auto* name : {quick_index_channel, quick_index_error_channel}) {
    auto& values = series.add(name).values;
    for (auto row = first; row <= last; ++row) values[row] = name == quick_index_channel ? -90.F : 8.F;
  }
  return series;
}

TEST(StationDelays, AreDrawnFromTheStampAlone) {
  double there = 0, longer = 0;
  std::map<int, double> counts;
  constexpr int draws = 20000;
  for (int i = 0; i < draws; ++i) {
    const Time time = start + Minutes{5 * i};
    const auto known = IndexAge::drawn().stations_at(time);
    if (!known) continue;
    ++there;
    EXPECT_EQ(known->delay, IndexAge::drawn().stations_at(time)->delay);
    EXPECT_TRUE(known->delay >= Minutes{5} && known->delay <= Minutes{360});
    longer += known->delay > Minutes{30} ? 1 : 0;
    counts[known->stations] += 1;
  }
  EXPECT_NEAR(there / draws, 0.5, 0.02);
  EXPECT_NEAR(longer / there, 1.0 / 7, 0.02);
  ASSERT_EQ(counts.size(), 4U);
  EXPECT_EQ(counts.begin()->first, 2);
  for (const auto& [stations, count] : counts) EXPECT_NEAR(count / there, 0.25, 0.03) << stations;
}

TEST(StationErrors, HaveTheSizeTheMemoryAndTheTailsOfTheMeasuredOnes) {
  constexpr std::size_t count = 200000;
  const auto errors = drawn_station_errors(grid_of(count));
  EXPECT_EQ(errors, drawn_station_errors(grid_of(count))) << "the same in every run";
  double squares = 0, fourths = 0, mean = 0;
  for (const float error : errors) {
    mean += error / count;
    squares += double{error} * error / count;
    fourths += std::pow(double{error}, 4) / count;
  }
  EXPECT_NEAR(mean, 0, 0.1);
  EXPECT_NEAR(squares, 1, 0.15);
  EXPECT_GT(fourths / squares / squares, 4.5) << "a normal distribution has 3";
  const auto correlation = [&](std::size_t rows) {
    double sum = 0;
    for (std::size_t row = rows; row < count; ++row) sum += double{errors[row]} * errors[row - rows];
    return sum / static_cast<double>(count - rows) / squares;
  };
  EXPECT_NEAR(correlation(12), 0.65, 0.08);
  EXPECT_NEAR(correlation(36), 0.28, 0.1);
  EXPECT_NEAR(correlation(288), 0, 0.1);
}

TEST(StationErrors, GrowWithTheLevelAndTheAgeOfTheIndex) {
  auto series = grid_of(40000), fresh = series;
  add_drawn_estimates(series, Minutes{1440});
  add_drawn_estimates(fresh, Minutes{15});
  const auto rmse = [](const Series& of) {
    double squares = 0;
    for (const float value : of.at(quick_index_channel).values)
      squares += (double{value} + 100) * (double{value} + 100) / static_cast<double>(of.size());
    return std::sqrt(squares);
  };
  EXPECT_NEAR(rmse(series), quick_index_error_nt(4, -100, Minutes{1440}), 1.5);
  EXPECT_NEAR(rmse(fresh), quick_index_error_nt(4, -100, Minutes{15}), 1);
  EXPECT_LT(rmse(fresh), rmse(series) / 2);
  EXPECT_NEAR(series.at(quick_index_error_channel).values[7],
              quick_index_error_nt(4, double{series.at(quick_index_channel).values[7]}, Minutes{1440}), 1e-4);
}

TEST(StationEstimates, AreKnownAfterTheirDelayAndForSixHours) {
  const auto series = estimated(300, 20, 100);
  const StationEstimates now(series, IndexAge{});
  EXPECT_EQ(now.newest(19), -1);
  EXPECT_EQ(now.newest(50), 50);
  EXPECT_EQ(now.newest(172), 100) << "six hours";
  EXPECT_EQ(now.newest(173), -1);
  const StationEstimates late(series, IndexAge::fixed(Minutes{1440}, Minutes{12}));
  EXPECT_EQ(late.newest(50), 47) << "12 minutes are three rows";
  EXPECT_FALSE(late.at(50, 48)) << "it is not known yet";
  EXPECT_FALSE(late.at(50, 19)) << "there is none";
  ASSERT_TRUE(late.at(50, 47));
  EXPECT_EQ(late.at(50, 47)->nt, -90);
  EXPECT_EQ(late.at(50, 47)->deviation_nt, 8);
  EXPECT_EQ(StationEstimates(grid_of(300), IndexAge{}).newest(50), -1);
}

TEST(StationEstimates, DoNotReachAcrossSegments) {
  auto series = estimated(300, 0, 299);
  series.segments = {{start, 0, 150}, {start + Minutes{100000}, 150, 150}};
  const StationEstimates late(series, IndexAge::fixed(Minutes{1440}, Minutes{30}));
  EXPECT_EQ(late.newest(153), -1);
  EXPECT_EQ(late.newest(156), 150);
}

TEST(StationEstimates, OfTrainingAreSymHWithErrorsOfItsOwnStations) {
  const auto series = grid_of(5000);
  const StationEstimates drawn(series, series.at("sym_h").values, IndexAge::drawn());
  const auto errors = drawn_station_errors(series);
  int known = 0;
  for (std::size_t row = 100; row < 5000; ++row) {
    const auto delay = IndexAge::drawn().stations_at(series.time_of(row));
    EXPECT_EQ(drawn.newest(row) >= 0, delay.has_value());
    if (!delay) continue;
    const auto at = static_cast<std::size_t>(drawn.newest(row));
    EXPECT_GE((row - at) * 5, static_cast<std::size_t>(delay->delay.count()));
    const auto scale = quick_index_error_nt(delay->stations, -100, IndexAge::drawn().at(series.time_of(row)));
    EXPECT_NEAR(drawn.at(row, at)->nt, -100 + double{errors[at]} * scale, 1e-6);
    ++known;
  }
  EXPECT_GT(known, 2000);
}

}  // namespace
}  // namespace symh
