#include "stations/quick_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "core/error.h"
#include "formats/load.h"
#include "physics/simulate.h"
#include "stations/comparison.h"
#include "stations/simulated_stations.h"

namespace symh {
namespace {

using testing::HasSubstr;

constexpr Minutes a_day{1440};

/// Twelve days of simulated storms, and what five observatories measure.
class QuickIndexTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    SimulationOptions options;
    options.days = 12;
    options.seed = 4;
    options.storms_per_month = 8;
    observed() = simulate(options).indices;
    stations() = StationSimulator(4).advance(observed(), true);
  }
  static Series& observed() {
    static Series series;
    return series;
  }
  static Series& stations() {
    static Series series;
    return series;
  }

  static QuickIndex estimate(const Series& some, const Series& anchor, Minutes age = a_day,
                             Minutes cadence = Minutes{5}) {
    return estimate_sym_h(some, anchor, {.cadence = cadence, .index_age = age});
  }
  static QuickIndexScore score(const Series& some, Minutes age = a_day, Minutes cadence = Minutes{5}) {
    return score_quick_index(estimate(some, observed(), age, cadence), observed());
  }

  static void blank_from(Series& series, const std::string& channel, std::size_t row) {
    auto& values = series.find(channel)->values;
    std::fill(values.begin() + static_cast<std::ptrdiff_t>(row), values.end(), missing);
  }

  /// The rows of two estimates before a time are the same, bit for bit.
  static void expect_same_before(const QuickIndex& a, const QuickIndex& b, Time end) {
    const auto rows = static_cast<std::size_t>((end - a.series.first_time()) / a.series.cadence);
    for (const auto* channel : {quick_index_channel, quick_index_error_channel}) {
      const auto &one = a.series.at(channel).values, &other = b.series.at(channel).values;
      for (std::size_t row = 0; row < rows; ++row)
        ASSERT_TRUE(one[row] == other[row] || (std::isnan(one[row]) && std::isnan(other[row])))
            << channel << " at " << format_time(a.series.time_of(row));
    }
  }
};

TEST_F(QuickIndexTest, FollowsTheIndexADayLateAtOneAndFiveMinutes) {
  for (const auto cadence : {Minutes{1}, Minutes{5}}) {
    const auto found = score(stations(), a_day, cadence);
    EXPECT_GT(found.samples, 1500U);
    EXPECT_LT(found.rmse_nt, 8) << format_duration(cadence);
    EXPECT_GT(found.correlation, 0.9);
    EXPECT_GT(found.share_within_error, 0.5);
  }
  EXPECT_LT(score(stations(), Minutes{30}).rmse_nt, score(stations()).rmse_nt) << "a fresher index helps";
}

TEST_F(QuickIndexTest, NeedsTwoObservatoriesAndGetsBetterWithMore) {
  Series two = stations();
  for (const auto* channel : {"h_hon", "h_sjg", "h_gua"}) blank_from(two, channel, 0);
  EXPECT_GT(score(two).samples, 500U);
  EXPECT_GT(score(two).rmse_nt, score(stations()).rmse_nt);
  EXPECT_GT(quick_index_error_nt(2, -100, a_day), quick_index_error_nt(4, -100, a_day));
  blank_from(two, "h_her", 0);
  EXPECT_THROW(estimate(two, observed()), DataError);
}

TEST_F(QuickIndexTest, LaterDataChangeNothingBefore) {
  const std::size_t cut = 8 * 1440 + 437;
  const Time end = observed().time_of(cut);
  for (const auto cadence : {Minutes{1}, Minutes{5}})
    for (const auto age : {Minutes{0}, Minutes{180}, a_day}) {
      const auto whole = estimate(stations(), observed(), age, cadence);
      auto later_h = stations();
      for (auto& channel : later_h.channels)
        for (std::size_t row = cut; row < later_h.size(); ++row) channel.values[row] = -channel.values[row];
      auto later_index = observed();
      for (std::size_t row = cut; row < later_index.size(); ++row)
        later_index.find("sym_h")->values[row] = 123;
      // The interval of the last row before the cut ends before it.
      expect_same_before(whole, estimate(later_h, observed(), age, cadence), end - Minutes{5});
      expect_same_before(whole, estimate(stations(), later_index, age, cadence), end - Minutes{5} + age);
    }
}

TEST_F(QuickIndexTest, TheIndexIsNotUsedBeforeItsAge) {
  const std::size_t cut = 9 * 1440;
  auto known = observed();
  blank_from(known, "sym_h", cut);
  // What a centre has: the index ends a day ago. Its estimate of now is that of an index a day late.
  const auto late = estimate(stations(), observed(), a_day), now = estimate(stations(), known, Minutes{0});
  const Time then = observed().time_of(cut) + a_day - Minutes{5};
  const auto row = static_cast<std::size_t>((then - late.series.first_time()) / Minutes{5});
  EXPECT_NEAR(late.series.at(quick_index_channel).values[row], now.series.at(quick_index_channel).values[row],
              3);
}

TEST_F(QuickIndexTest, AnObservatoryThatFailsIsLeftOutAndNamed) {
  auto broken = stations();
  auto& values = broken.find("h_kak")->values;
  for (std::size_t row = 10 * 1440; row < 10 * 1440 + 300; ++row) values[row] += row % 2 == 0 ? 900 : -900;
  const auto index = estimate(broken, observed(), a_day, Minutes{1});
  const auto kak = std::ranges::find(index.stations, "KAK", &StationUse::code);
  ASSERT_NE(kak, index.stations.end());
  EXPECT_GT(kak->left_out, 250U);
  EXPECT_LT(score_quick_index(index, observed()).rmse_nt, 8);
}

TEST_F(QuickIndexTest, AJumpOfABaselineIsFoundAndTakenOut) {
  auto jumped = stations();
  const std::size_t at = 9 * 1440 + 700;
  auto& values = jumped.find("h_hon")->values;
  for (std::size_t row = at; row < values.size(); ++row) values[row] += 60;
  const auto index = estimate(jumped, observed());
  const auto hon = std::ranges::find(index.stations, "HON", &StationUse::code);
  const auto whole = estimate(stations(), observed());
  auto expected = std::ranges::find(whole.stations, "HON", &StationUse::code)->jumps;
  expected.push_back(observed().time_of(at));  // beside those of the simulation
  EXPECT_THAT(hon->jumps, testing::UnorderedElementsAreArray(expected));
  EXPECT_LT(score_quick_index(index, observed()).rmse_nt, score(stations()).rmse_nt + 0.5);
}

TEST_F(QuickIndexTest, DataThatCannotServeAreRefused) {
  EXPECT_THROW(estimate(stations(), stations()), DataError) << "no SYM-H";
  auto five = stations();
  five.cadence = Minutes{5};
  EXPECT_THROW(estimate(five, observed()), DataError);
}

TEST(QuickIndexError, GrowsWithLevelAndAge) {
  EXPECT_GT(quick_index_error_nt(4, -300, a_day), quick_index_error_nt(4, -10, a_day));
  EXPECT_GT(quick_index_error_nt(4, -50, a_day), quick_index_error_nt(4, -50, Minutes{10}));
  EXPECT_NEAR(quick_index_error_nt(4, -100, a_day), 10, 1);
}

/// The real data are not part of the repository.
TEST(QuickIndexOfRealStorms, IsWithinTheErrorsThatTheDocsState) {
  const std::filesystem::path shared(SYMH_SHARED_DATA);
  if (!std::filesystem::exists(shared / "stations-1min")) GTEST_SKIP() << "no real data at " << shared;
  const auto stations = load({(shared / "stations-1min").string()}).series;
  const auto storms = shared / "storms-5min/train";
  const auto observed =
      load({(storms / "storm_019.csv").string(), (storms / "storm_020.csv").string()}).series;
  const auto score_of = [&](const Series& some) {
    return score_quick_index(estimate_sym_h(some, observed, {.cadence = Minutes{5}, .index_age = a_day}),
                             observed);
  };
  const auto found = score_of(stations);
  EXPECT_GT(found.samples, 8000U);
  EXPECT_LT(found.rmse_nt, 6.8);
  EXPECT_LT(found.rmse_below_50_nt, 9);
  EXPECT_NEAR(found.share_within_error, 0.68, 0.05);
  double squares = 0;
  int pairs = 0;
  const std::vector<std::string> codes{"HER", "KAK", "HON", "SJG"};
  for (std::size_t a = 0; a < codes.size(); ++a)
    for (std::size_t b = a + 1; b < codes.size(); ++b, ++pairs) {
      const double rmse = score_of(without_station(without_station(stations, codes[a]), codes[b])).rmse_nt;
      squares += rmse * rmse;
    }
  EXPECT_LT(std::sqrt(squares / pairs), 10) << "of two observatories, over all pairs";
}

TEST_F(QuickIndexTest, HourlyMeansAreComparedWithTheDstOfTheirHours) {
  const auto index = estimate(stations(), observed(), a_day);
  const auto& values = index.series.at(quick_index_channel).values;
  Series hourly;
  hourly.cadence = Minutes{60};
  const Time first = std::chrono::ceil<std::chrono::hours>(observed().first_time());
  hourly.segments = {{first, 0, 24 * 11}};
  hourly.status.assign(24 * 11, Status::definitive);
  auto& dst = hourly.add("dst").values;
  std::size_t there = 0;
  for (std::size_t hour = 0; hour < dst.size(); ++hour) {
    const auto row = (hourly.time_of(hour) - index.series.first_time()) / Minutes{5};
    double sum = 0;
    for (auto r = row; r < row + 12; ++r) sum += static_cast<double>(values[static_cast<std::size_t>(r)]);
    dst[hour] = static_cast<float>(sum / 12 + 4);
    there += std::isnan(dst[hour]) ? 0 : 1;
  }
  const auto score = score_against_dst(index, hourly);
  EXPECT_EQ(score.samples, there);
  EXPECT_NEAR(score.bias_nt, -4, 1e-3);
  EXPECT_NEAR(score.rmse_nt, 4, 1e-3);
  EXPECT_NEAR(score.correlation, 1, 1e-6);
  EXPECT_THROW(score_against_dst(index, observed()), DataError);
}

}  // namespace
}  // namespace symh
