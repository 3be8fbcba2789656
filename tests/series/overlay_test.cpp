#include "series/overlay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "series/transforms.h"

namespace symh {
namespace {

const Time day = make_time(2003, 11, 20);
constexpr auto definitive = Status::definitive, quick_look = Status::quick_look;

Series minutes(Time start, std::vector<float> values, std::vector<Status> status) {
  Series series;
  series.segments = {{start, 0, values.size()}};
  series.status = std::move(status);
  series.channels = {{"sym_h", std::move(values)}};
  return series;
}

TEST(LayOver, StatusIsWeighedSampleBySample) {
  // A file pasted together from definitive and quick-look minutes, and a newer provisional one over both.
  const auto merged =
      merge({{minutes(day, {1, 1, 1, 1}, {definitive, definitive, quick_look, quick_look}), 1},
             {minutes(day, {2, 2, 2, 2}, std::vector(4, Status::provisional)), 2}});
  EXPECT_EQ(merged.channels[0].values, (std::vector<float>{1, 1, 2, 2}));
  EXPECT_EQ(merged.status, (std::vector{definitive, definitive, Status::provisional, Status::provisional}));
}

TEST(LayOver, AWorseStatusFillsWhatIsMissingAndTheRowSaysSo) {
  const auto merged = merge({{minutes(day, {1, missing}, std::vector(2, definitive)), 9},
                             {minutes(day, {5, 6}, std::vector(2, quick_look)), 10}});
  EXPECT_EQ(merged.channels[0].values, (std::vector<float>{1, 6}));
  EXPECT_EQ(merged.status, (std::vector{definitive, quick_look}));
}

TEST(LayOver, AtEqualStatusTheHigherPrecedenceWinsThenTheLaterPiece) {
  const std::vector<Status> status(1, definitive);
  EXPECT_EQ(merge({{minutes(day, {1}, status), 7}, {minutes(day, {2}, status), 3}}).channels[0].values[0],
            1.F);
  EXPECT_EQ(merge({{minutes(day, {1}, status), 7}, {minutes(day, {2}, status), 7}}).channels[0].values[0],
            2.F);
}

TEST(LayOver, PiecesOfEqualStatusThatContradictEachOtherAreNamedWithTheLargestDifference) {
  const std::vector<Status> status(3, definitive);
  std::vector<Piece> pieces{{minutes(day, {1, 2, 3}, status), 1, "a"},
                            {minutes(day, {1, -7, 33}, status), 2, "b"},
                            {minutes(day, {9, -7, 33}, std::vector(3, quick_look)), 3, "c"}};
  std::vector<std::string> contradictions;
  EXPECT_EQ(merge(pieces, &contradictions).channels[0].values, (std::vector<float>{1, -7, 33}));
  ASSERT_EQ(contradictions.size(), 1U) << "a worse status contradicts nothing";
  EXPECT_EQ(contradictions[0],
            "a and b contradict each other: sym_h differs at 2 times by up to 30 (at 2003-11-20T00:02:00Z); "
            "the values of b are used. Keep one of the files");
}

TEST(LayOver, RowsWithoutAValueKeepTheBestStatusGiven) {
  const auto merged =
      merge({{minutes(day, {missing}, {definitive}), 1}, {minutes(day, {missing}, {quick_look}), 2}});
  EXPECT_EQ(merged.status[0], definitive);
}

TEST(LayOver, WhatIsInOrderIsNotCopied) {
  auto series = minutes(day, {1, 2, 3}, std::vector(3, definitive));
  series.segments = {{day, 0, 2}, {day + Minutes{2}, 2, 1}};
  const auto* values = series.channels[0].values.data();
  std::vector<Series> sources;
  sources.push_back(std::move(series));
  const auto result = lay_over(std::move(sources));
  EXPECT_EQ(result.channels[0].values.data(), values);
  ASSERT_EQ(result.segments.size(), 1U);
  EXPECT_EQ(result.segments[0].count, 3U);
}

TEST(LayOver, AnOverlapIsSeenEvenWhereAHoleMakesUpForIt) {
  auto series = minutes(day, {1, 2, 3, 4, 5}, std::vector(5, definitive));
  series.segments = {{day, 0, 2}, {day + Minutes{1}, 2, 2}, {day + Minutes{4}, 4, 1}};
  std::vector<Series> sources{series};
  std::vector<Conflict> conflicts;
  const auto values = lay_over(std::move(sources), &conflicts).channels[0].values;
  EXPECT_EQ(std::vector<float>(values.begin(), values.begin() + 3), (std::vector<float>{1, 3, 4}));
  EXPECT_TRUE(std::isnan(values[3]));
  EXPECT_EQ(values[4], 5.F);
  ASSERT_EQ(conflicts.size(), 1U);
  EXPECT_EQ(conflicts[0].segment, 1U);
}

TEST(LayOver, PiecesThatDoNotFitAreNamed) {
  auto coarse = minutes(day, {1, 2}, std::vector(2, definitive));
  coarse.cadence = Minutes{5};
  auto shifted = coarse;
  shifted.segments[0].start += Minutes{2};
  const auto message = [](std::vector<Piece> pieces) -> std::string {
    try {
      merge(std::move(pieces));
    } catch (const DataError& error) {
      return error.what();
    }
    return "no error";
  };
  EXPECT_THAT(message({{minutes(day, {1}, {definitive}), 0, "a.dat"}, {coarse, 0, "wind.csv"}}),
              testing::HasSubstr("a.dat is of cadence 1m, wind.csv of 5m"));
  EXPECT_THAT(
      message({{coarse, 0, "b.csv"}, {shifted, 0, "c.csv"}}),
      testing::HasSubstr("b.csv and c.csv are of cadence 5m, but their stamps lie on different grids"));
}

}  // namespace
}  // namespace symh
