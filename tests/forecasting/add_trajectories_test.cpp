#include "forecasting/add_trajectories.h"

#include <gtest/gtest.h>

#include <cmath>

#include "forecasting/issue.h"
#include "recording_listener.h"
#include "saved/tiny_model.h"

namespace symh {
namespace {

Ensemble with_bands() {
  Ensemble ensemble;
  ensemble.name = "one";
  ensemble.members.push_back({"one", tiny_model(tiny_config()), {1, 1}});
  ensemble.bands = {{20, 15}, {30, 25}};
  return ensemble;
}

IssuedForecast issued(Ensemble ensemble, const Series& series, std::optional<Time> at = {}) {
  RecordingListener listener;
  return issue_or_fall_back({std::move(ensemble), {}}, series, {"", true}, at, listener);
}

TEST(AddTrajectories, CountsTheOddsOfEveryForecastWithABand) {
  const auto forecast = issued(with_bands(), wavy_series(100));
  ASSERT_TRUE(forecast.trajectories && forecast.odds);
  EXPECT_EQ(forecast.trajectories->reach(), Minutes{30});
  EXPECT_EQ(forecast.odds->members, trajectory_members);
  for (const auto& lead : forecast.leads) {
    ASSERT_TRUE(lead.odds);
    EXPECT_EQ(static_cast<float>(lead.odds->quantiles_nt.front()), *lead.q05_nt);
  }
  auto without = with_bands();
  without.bands.clear();
  EXPECT_FALSE(issued(std::move(without), wavy_series(100)).odds);
}

TEST(AddTrajectories, KeepTheBandThatTheModelIssued) {
  const auto forecast = issued(with_bands(), wavy_series(100));
  for (const auto& lead : forecast.leads) {
    EXPECT_NEAR(lead.value_nt - *lead.q05_nt, lead.lead_time == Minutes{10} ? 20 : 30, 8.0)
        << "calibrate_band's factor for depth may widen it";
    EXPECT_LT(*lead.q05_nt, lead.value_nt);
  }
}

TEST(AddTrajectories, DependOnNothingStampedAfterTheIssueTime) {
  const auto series = wavy_series(120);
  const auto at = series.segments.front().start + Minutes{5 * 99};
  auto changed = series;
  for (auto& channel : changed.channels)
    for (std::size_t i = 100; i < channel.values.size(); ++i) channel.values[i] = 300;
  const StatedModel model{with_bands(), {}};
  const auto paths = [&](const Series& data) {
    RecordingListener listener;
    return issue_or_fall_back(model, data, {"", true}, at, listener).trajectories->values_nt;
  };
  EXPECT_EQ(paths(series), paths(changed));
}

TEST(AddTrajectories, TakeTheErrorsThatTheModelLearnt) {
  const auto assumed = issued(with_bands(), wavy_series(100)).trajectories->values_nt;
  auto ensemble = with_bands();
  // Errors that never cross zero: a member is below or above the forecast all the way.
  ErrorPaths paths{7, {}};
  for (int path = 0; path < 100; ++path)
    for (int step = 0; step < 7; ++step) paths.errors.push_back(static_cast<float>(path - 50) / 30.F);
  ensemble.errors = {Minutes{5}, {learn_errors(std::vector(depth_classes, paths), false, 400)}};
  const auto learnt = *issued(std::move(ensemble), wavy_series(100)).trajectories;
  EXPECT_NE(learnt.values_nt, assumed);
  for (std::size_t m = 1; m < learnt.members; ++m)
    EXPECT_EQ(learnt.member(m)[2] < learnt.member(0)[2], learnt.member(m)[6] < learnt.member(0)[6]);
}

}  // namespace
}  // namespace symh
