#include "series/plausibility.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <tuple>

#include "formats/load.h"

namespace symh {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

/// A series of 5-minute samples.
Series series_of(std::vector<std::pair<std::string, std::vector<float>>> channels) {
  Series series;
  series.cadence = Minutes{5};
  series.segments = {{make_time(2019, 5, 3), 0, channels.front().second.size()}};
  series.status.resize(channels.front().second.size());
  for (auto& [name, values] : channels) series.channels.push_back({name, std::move(values)});
  return series;
}

std::size_t missing_in(const Series& series, const std::string& channel) {
  const auto& values = series.at(channel).values;
  return static_cast<std::size_t>(std::ranges::count_if(values, [](float v) { return std::isnan(v); }));
}

TEST(Plausibility, AFallThatNoStormEverShowedIsMissingAndSaid) {
  auto series = series_of({{"sym_h", {-50, -51, -999.9F, -999.9F, -53}}});
  const auto dropped = drop_implausible(series);
  ASSERT_EQ(dropped.size(), 1U);
  EXPECT_EQ(dropped[0].count, 2U);
  EXPECT_EQ(implausible_text(dropped[0]),
            "sym_h: 2 values cannot be and count as missing, the first -999.9 at 2019-05-03T00:10:00Z, 5 min "
            "after -51");
  EXPECT_EQ(missing_in(series, "sym_h"), 2U);
  EXPECT_EQ(series.at("sym_h").values[4], -53.F) << "what follows is judged by the last plausible value";
}

TEST(Plausibility, TheNewestSampleIsJudgedToo) {
  auto series = series_of({{"bz_gsm", {-3, -4, -450}}, {"sym_h", {-50, -51, -52}}});
  EXPECT_THAT(implausible_text(drop_implausible(series).at(0)), HasSubstr("bz_gsm: 1 value cannot be"));
  EXPECT_TRUE(std::isnan(series.at("bz_gsm").values[2]));
  EXPECT_EQ(series.at("sym_h").values[2], -52.F);
}

TEST(Plausibility, AfterAGapAStormMayHaveGrown) {
  Series series = series_of({{"sym_h", {-20, missing, missing, -400}}});
  series.segments = {{make_time(2019, 5, 3), 0, 3}, {make_time(2019, 5, 3, 2), 3, 1}};
  EXPECT_THAT(drop_implausible(series), IsEmpty());
}

TEST(Plausibility, AComponentLargerThanTheFieldLeavesNeitherKnown) {
  auto series = series_of({{"bz_gsm", {-3, -40, -9.9F}}, {"b_total", {10, 10, 10}}});
  const auto dropped = drop_implausible(series);
  ASSERT_EQ(dropped.size(), 2U);
  EXPECT_THAT(implausible_text(dropped[0]), HasSubstr("-40 at 2019-05-03T00:05:00Z, where b_total is 10"));
  EXPECT_EQ(missing_in(series, "bz_gsm"), 1U);
  EXPECT_EQ(missing_in(series, "b_total"), 1U);
}

TEST(Plausibility, LoneJumpsOfTheWindAreMissing) {
  for (const auto& [channel, last, spike] : {std::tuple{"bz_gsm", -2.7F, -150.F},
                                             {"speed", 450.F, 2000.F},
                                             {"density", 5.6F, 800.F},
                                             {"by_gse", 3.F, 200.F}}) {
    auto series = series_of({{channel, {last, spike, spike, spike, last}}});
    drop_implausible(series);
    for (std::size_t row = 1; row < 4; ++row)
      EXPECT_TRUE(std::isnan(series.at(channel).values[row])) << channel;
    EXPECT_EQ(series.at(channel).values[4], last) << channel;
  }
  auto shock = series_of({{"speed", {700, 1700}}, {"density", {20, 120}}, {"bz_gsm", {50, -50}}});
  EXPECT_THAT(drop_implausible(shock), IsEmpty())
      << "larger than any of the storms: October 2003, January 1997";
}

TEST(Plausibility, AMagnitudeThatItsComponentsContradictIsMissing) {
  auto series = series_of({{"bx_gsm", {1.4F, 1.4F}},
                           {"by_gsm", {-0.3F, -0.3F}},
                           {"bz_gsm", {-2.7F, -2.7F}},
                           {"b_total", {3, 99}}});
  drop_implausible(series);
  EXPECT_EQ(series.at("b_total").values[0], 3.F);
  EXPECT_TRUE(std::isnan(series.at("b_total").values[1]));
  EXPECT_EQ(series.at("bz_gsm").values[1], -2.7F) << "the components stay";
}

TEST(Plausibility, AFieldOfZerosIsMissing) {
  auto series = series_of({{"bx_gsm", {0, 0}}, {"by_gsm", {0, 1}}, {"bz_gsm", {0, 0}}});
  drop_implausible(series);
  EXPECT_TRUE(std::isnan(series.at("bz_gsm").values[0]));
  EXPECT_EQ(series.at("bz_gsm").values[1], 0.F) << "one component may be 0";
}

TEST(Plausibility, LaterDataChangeNothing) {
  const std::vector<float> values{-50, -51, -700, -53, -54};
  auto whole = series_of({{"sym_h", values}});
  drop_implausible(whole);
  for (std::size_t end = 1; end <= values.size(); ++end) {
    auto start = series_of({{"sym_h", {values.begin(), values.begin() + static_cast<long>(end)}}});
    drop_implausible(start);
    for (std::size_t i = 0; i < end; ++i)
      EXPECT_EQ(std::isnan(start.at("sym_h").values[i]), std::isnan(whole.at("sym_h").values[i]));
  }
}

TEST(Plausibility, NoObservedValueOfAnyStormIsDropped) {
  std::size_t tried = 0;
  for (const auto* folder : {"storms-5min/train", "storms-5min/validation", "isgi-1min",
                             "isgi-1min-four-indices", "omni-1min", "dst-hourly"}) {
    const auto path = std::filesystem::path(SYMH_SHARED_DATA) / folder;
    if (!std::filesystem::exists(path)) continue;
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      auto series = load({entry.path().string()}).series;
      const auto dropped = drop_implausible(series);
      EXPECT_THAT(dropped, IsEmpty()) << entry.path() << ": " << implausible_text(dropped.front());
      ++tried;
    }
  }
  if (tried == 0) GTEST_SKIP() << "no shared data: " << SYMH_SHARED_DATA;
}

}  // namespace
}  // namespace symh
