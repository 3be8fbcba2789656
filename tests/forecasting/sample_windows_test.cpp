#include "forecasting/sample_windows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "forecasting/hindcast.h"
#include "forecasting/issue.h"
#include "forecasting/late_models.h"
#include "recording_listener.h"
#include "saved/tiny_model.h"
#include "series/transforms.h"

namespace symh {
namespace {

/// Forecasts 30 minutes and one hour ahead, with bands.
Ensemble hour_ahead() {
  auto config = tiny_config();
  config.windows.horizon = {Minutes{30}, Minutes{60}};
  Ensemble ensemble;
  ensemble.name = "one";
  ensemble.members.push_back({"one", tiny_model(config), {1, 1}});
  ensemble.bands = {{20, 15}, {30, 25}};
  return ensemble;
}

ForecastTable sampled(const Ensemble& ensemble, const Series& series, Minutes every = Minutes{5}) {
  auto table = hindcast(ensemble, series).table;
  add_windows(table, ensemble.errors, series, {.every = every});
  return table;
}

TEST(SampleWindows, AreThoseThatTheModelReaches) {
  const auto table = sampled(hour_ahead(), wavy_series(200));
  ASSERT_EQ(table.windows.size(), 1U);
  EXPECT_EQ(table.windows[0].minimum.lead_time, Minutes{60});
  EXPECT_EQ(table.windows[0].members, trajectory_members);
  EXPECT_EQ(table.windows[0].minimum.issue_time, table.leads[0].issue_time);
  auto without = hour_ahead();
  without.bands.clear();
  EXPECT_TRUE(sampled(without, wavy_series(200)).windows.empty());
}

TEST(SampleWindows, SayWhatAForecastIssuedThenSaid) {
  const auto series = wavy_series(200);
  const StatedModel model{hour_ahead(), {}};
  const auto table = sampled(model.ensemble, series);
  const auto& minimum = table.windows.at(0).minimum;
  const auto sample = minimum.issue_time.size() / 2;
  RecordingListener listener;
  const auto issued = issue_or_fall_back(model, series, {"", true}, minimum.issue_time[sample], listener);
  const auto& odds = issued.odds.value().minimum.at(0);
  EXPECT_NEAR(minimum.forecast_nt[sample], odds.mean_nt, 1e-3);
  EXPECT_NEAR(minimum.q05_nt[sample], odds.q05_nt, 1e-3);
  EXPECT_NEAR(minimum.q95_nt[sample], odds.q95_nt, 1e-3);
}

TEST(SampleWindows, AreComparedWithTheLowestObservationFromTheIssueTimeOn) {
  const auto series = wavy_series(200);
  const auto& values = series.at("sym_h").values;
  const auto table = sampled(hour_ahead(), series);
  const auto& minimum = table.windows.at(0).minimum;
  for (std::size_t i = 0; i < minimum.issue_time.size(); ++i) {
    const auto row =
        static_cast<std::size_t>((minimum.issue_time[i] - series.segments[0].start) / series.cadence);
    if (row + 13 > values.size()) {
      EXPECT_TRUE(std::isnan(minimum.observed_nt[i])) << "the data end before the window";
      continue;
    }
    EXPECT_EQ(minimum.observed_nt[i], std::ranges::min(std::span(values).subspan(row, 13)));
  }
}

TEST(SampleWindows, WithoutNineTenthsOfTheirObservationsAreLeftOut) {
  auto series = wavy_series(200);
  auto& values = series.find("sym_h")->values;
  const auto before = sampled(hour_ahead(), series);
  const auto at = before.leads[0].issue_time.size() / 2;
  const auto issue = before.leads[0].issue_time[at];
  const auto row = static_cast<std::size_t>((issue - series.segments[0].start) / series.cadence);
  const auto observed_at = [&](const ForecastTable& table) {
    const auto& minimum = table.windows.at(0).minimum;
    const auto found = std::ranges::find(minimum.issue_time, issue);
    return minimum.observed_nt[static_cast<std::size_t>(found - minimum.issue_time.begin())];
  };
  values[row + 3] = missing;
  EXPECT_TRUE(std::isfinite(observed_at(sampled(hour_ahead(), series)))) << "12 of 13";
  values[row + 4] = missing;
  EXPECT_TRUE(std::isnan(observed_at(sampled(hour_ahead(), series)))) << "11 of 13";
}

TEST(SampleWindows, AreDrawnOnTheStrideThatIsAskedFor) {
  const auto table = sampled(hour_ahead(), wavy_series(200), Minutes{60});
  for (const auto time : table.windows.at(0).minimum.issue_time)
    EXPECT_EQ(time.time_since_epoch() % Minutes{60}, Minutes{0});
  EXPECT_GT(table.windows.at(0).minimum.issue_time.size(), 5U);
}

TEST(SampleWindows, BeginAtTheEstimateOfALateIndex) {
  const auto whole = late::late_by(late::count - 1);
  const auto model = late::driven_and_late();
  const DataAges ages{.index = Minutes{120}};
  auto table = hindcast_with_late_data(model.ensemble, whole, ages).table;
  add_windows(table, model.ensemble.errors, whole, {.every = Minutes{5}, .ages = ages});
  ASSERT_EQ(table.windows.size(), 2U);
  const auto& minimum = table.windows[1].minimum;
  std::size_t compared = 0;
  for (std::size_t row = 150; row < late::count - 30; row += 47) {
    const auto at = whole.time_of(row);
    auto known = slice(whole, whole.segments[0].start, at + Minutes{1});
    for (auto late = row - 23; late <= row; ++late) known.find("sym_h")->values[late] = missing;
    const auto odds = late::issued(model, known, at).odds.value();
    const auto found = std::ranges::find(minimum.issue_time, at);
    ASSERT_NE(found, minimum.issue_time.end());
    const auto i = static_cast<std::size_t>(found - minimum.issue_time.begin());
    EXPECT_NEAR(minimum.forecast_nt[i], odds.minimum[1].mean_nt, 1e-3) << row;
    EXPECT_NEAR(minimum.q05_nt[i], odds.minimum[1].q05_nt, 1e-3) << row;
    const auto& values = whole.at("sym_h").values;
    EXPECT_EQ(minimum.observed_nt[i], std::ranges::min(std::span(values).subspan(row, 25)));
    EXPECT_EQ(minimum.baselines_nt.at("persistence")[i], values[row - 24]) << "the last value that was known";
    ++compared;
  }
  EXPECT_GT(compared, 3U);
}

}  // namespace
}  // namespace symh
