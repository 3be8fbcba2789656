#include "physics/wind_position.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "formats/data_paths.h"
#include "formats/load.h"
#include "physics/simulate.h"
#include "series/channels.h"
#include "series/transforms.h"

namespace symh {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

Series with_wind(Series indices, const Series& wind) {
  for (const auto& channel : wind.channels) indices.add(channel.name).values = channel.values;
  return indices;
}

/// Simulated SYM-H with the wind that drove it, as it arrives.
Series simulated(const SimulationOptions& options) {
  auto simulation = simulate(options);
  return with_wind(std::move(simulation.indices), simulation.solar_wind);
}

/// The series as a spacecraft measures the wind that arrives `minutes` later.
Series measured_earlier(Series series, std::size_t minutes) {
  for (auto& channel : series.channels) {
    if (!is_solar_wind_channel(channel.name)) continue;
    auto& values = channel.values;
    std::rotate(values.begin(), values.begin() + static_cast<long>(minutes), values.end());
    std::fill(values.end() - static_cast<long>(minutes), values.end(), missing);
  }
  return series;
}

const SimulationOptions two_months{.days = 60, .seed = 4};

TEST(WindPosition, WindThatSymHAnswersAtOnceWasMeasuredAtTheBowShock) {
  const auto judged = judge_wind_position(simulated(two_months));
  EXPECT_EQ(judged.position, WindPosition::bow_shock) << judged.reason;
  EXPECT_THAT(judged.reason, StartsWith("SYM-H follows jumps of the pressure after "));
}

TEST(WindPosition, WindThatSymHAnswersAfterItsTimeOfFlightWasMeasuredAtL1) {
  const auto judged = judge_wind_position(measured_earlier(simulated(two_months), 45));
  EXPECT_EQ(judged.position, WindPosition::l1) << judged.reason;
  EXPECT_THAT(judged.reason, HasSubstr("after 45 min (correlation "));
}

TEST(WindPosition, IsJudgedAtFiveMinutesToo) {
  const auto series = simulated(two_months);
  EXPECT_EQ(judge_wind_position(resample(series, Minutes{5})).position, WindPosition::bow_shock);
  EXPECT_EQ(judge_wind_position(resample(measured_earlier(series, 45), Minutes{5})).position,
            WindPosition::l1);
}

TEST(WindPosition, ALagThatIsNeitherStaysUnknown) {
  for (const std::size_t minutes : {15U, 110U}) {
    const auto judged = judge_wind_position(measured_earlier(simulated(two_months), minutes));
    EXPECT_EQ(judged.position, WindPosition::unknown) << minutes << ": " << judged.reason;
  }
}

TEST(WindPosition, WindThatDidNotDriveTheIndexStaysUnknown) {
  for (unsigned seed = 10; seed < 20; ++seed) {
    const auto judged = judge_wind_position(
        with_wind(simulate(two_months).indices, simulate({.days = 60, .seed = seed}).solar_wind));
    EXPECT_EQ(judged.position, WindPosition::unknown) << seed << ": " << judged.reason;
  }
}

TEST(WindPosition, QuietDaysStayUnknownAndSaySo) {
  const auto judged = judge_wind_position(simulated({.days = 3, .storms_per_month = 0}));
  EXPECT_EQ(judged.position, WindPosition::unknown);
  EXPECT_THAT(judged.reason, HasSubstr("jumps too seldom to tell"));
}

TEST(WindPosition, WithoutAChannelItNeedsStaysUnknownAndNamesTheChannel) {
  auto series = simulated({.days = 3});
  std::erase_if(series.channels, [](const Channel& channel) { return channel.name == "density"; });
  EXPECT_THAT(judge_wind_position(series).reason, HasSubstr("no density"));
  EXPECT_THAT(judge_wind_position(resample(simulated({.days = 3}), Minutes{60})).reason,
              HasSubstr("every 1h"));
}

TEST(WindPosition, AColumnThatOnlyOmniHasMeansTheBowShock) {
  auto series = simulated({.days = 3, .storms_per_month = 0});
  series.add("timeshift");
  const auto judged = judge_wind_position(series);
  EXPECT_EQ(judged.position, WindPosition::bow_shock);
  EXPECT_EQ(judged.reason, "the column 'timeshift' is OMNI's");
}

TEST(WindPosition, IsSettledOnlyWhereTheFilesDoNotSayIt) {
  auto series = simulated(two_months);
  series.solar_wind_at = WindPosition::l1;
  EXPECT_EQ(settle_wind_position(series), "");
  EXPECT_EQ(series.solar_wind_at, WindPosition::l1);
  series.solar_wind_at = WindPosition::unknown;
  EXPECT_THAT(settle_wind_position(series), HasSubstr("judged to be bow_shock, as SYM-H follows"));
  EXPECT_EQ(series.solar_wind_at, WindPosition::bow_shock);
  auto indices = simulate(two_months).indices;
  EXPECT_EQ(settle_wind_position(indices), "") << "there is no wind";
}

/// The number of files below `folder` that are judged to be of `position`.
std::size_t judged_as(WindPosition position, const std::string& folder) {
  std::size_t count = 0;
  for (const auto& file : expand_paths({SYMH_SHARED_DATA "/" + folder}))
    if (judge_wind_position(load({file.string()}).series).position == position) ++count;
  return count;
}

TEST(WindPosition, OfObservedStormsIsNeverJudgedWrong) {
  for (const auto* folder : {"/storms-5min", "/omni-1min"})
    if (!std::filesystem::exists(std::string(SYMH_SHARED_DATA) + folder))
      GTEST_SKIP() << "no shared data: " << SYMH_SHARED_DATA << folder;
  EXPECT_EQ(judged_as(WindPosition::bow_shock, "storms-5min"), 0U);
  EXPECT_GE(judged_as(WindPosition::l1, "storms-5min"), 35U) << "of 80";
  EXPECT_EQ(judged_as(WindPosition::l1, "omni-1min"), 0U);
  EXPECT_GE(judged_as(WindPosition::bow_shock, "omni-1min"), 10U) << "of 12";
}

}  // namespace
}  // namespace symh
