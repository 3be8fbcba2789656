#include "stations/add_estimates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "physics/simulate.h"
#include "series/transforms.h"
#include "stations/simulated_stations.h"

namespace symh {
namespace {

using testing::HasSubstr;

struct Storms {
  Series observed, stations;
};

const Storms& storms() {
  static const Storms both = [] {
    SimulationOptions options;
    options.days = 9;
    options.seed = 4;
    options.storms_per_month = 8;
    Storms made{.observed = simulate(options).indices, .stations = {}};
    made.stations = StationSimulator(4).advance(made.observed, true);
    return made;
  }();
  return both;
}

/// SYM-H until eight days.
Series late() {
  const auto& observed = storms().observed;
  return slice(observed, observed.first_time(), observed.first_time() + Minutes{8 * 1440});
}

TEST(AddEstimates, LaysTheEstimateBesideSymHAndAfterIt) {
  auto series = late();
  const auto before = series;
  const auto index = add_estimates(series, storms().stations);
  EXPECT_GT(series.last_time(), before.last_time() + Minutes{1200});
  const auto rows = before.size();
  for (std::size_t row = 0; row < rows; ++row)
    ASSERT_EQ(series.at("sym_h").values[row], before.at("sym_h").values[row]);
  EXPECT_EQ(std::vector(series.status.begin(), series.status.begin() + static_cast<long>(rows)),
            before.status)
      << "what was observed keeps its status";
  EXPECT_TRUE(std::isnan(series.at("sym_h").values.back())) << "an estimate is no observation";
  double squares = 0, count = 0;
  const auto& truth = storms().observed.at("sym_h").values;
  for (std::size_t row = rows; row < std::min(series.size(), truth.size()); ++row) {
    const float value = series.at(quick_index_channel).values[row];
    if (std::isnan(value)) continue;
    squares += std::pow(double{value} - double{truth[row]}, 2);
    ++count;
  }
  EXPECT_GT(count, 1000);
  EXPECT_LT(std::sqrt(squares / count), 15);
  EXPECT_THAT(newest_text(index), HasSubstr("SYM-H is estimated at"));
  const Time to = before.last_time();
  EXPECT_THAT(newest_text(index, to), HasSubstr(format_time(to))) << "nothing later than it was asked for";
}

TEST(AddEstimates, NamesTheObservatoriesOfAnEstimate) {
  auto series = late();
  auto stations = storms().stations;
  const auto from = static_cast<std::size_t>(8 * 1440 + 300);
  auto& hermanus = stations.find("h_her")->values;
  std::fill(hermanus.begin() + static_cast<std::ptrdiff_t>(from), hermanus.end(), missing);
  const auto index = add_estimates(series, stations);
  const auto codes = used_at(index, series.last_time());
  EXPECT_GE(codes.size(), 2U);
  EXPECT_EQ(std::ranges::find(codes, "HER"), codes.end());
  EXPECT_TRUE(used_at(index, series.first_time() - Minutes{1}).empty());
}

TEST(AddEstimates, SaysWhyThereIsNone) {
  auto series =
      slice(storms().observed, storms().observed.first_time(), storms().observed.first_time() + Minutes{300});
  EXPECT_THAT(newest_text(add_estimates(series, storms().stations)), HasSubstr("there is no estimate"));
  auto hourly = resample(late(), Minutes{60});
  try {
    add_estimates(hourly, storms().stations);
    FAIL();
  } catch (const DataError& error) {
    EXPECT_THAT(error.what(), HasSubstr("every minute or every 5 minutes, but the data come every 1h"));
  }
}

}  // namespace
}  // namespace symh
