#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "forecasting/late_hindcast.h"
#include "forecasting/late_index.h"
#include "forecasting/late_models.h"
#include "forecasting/latest.h"
#include "physics/quick_index_error.h"
#include "products/forecast_formats.h"
#include "saved/tiny_model.h"
#include "windows/lateness.h"

// Forecasts from an estimate of SYM-H by observatories.

namespace symh {
namespace {

using testing::HasSubstr;

using namespace late;

TEST(StationForecasts, ObservatoriesCorrectTheEstimateAndTheProductSaysSo) {
  const auto forecast = issued(with_stations(), with_estimates(250));
  ASSERT_TRUE(forecast.estimated.has_value());
  EXPECT_EQ(forecast.estimated->stations_until, forecast.issue_time);
  EXPECT_NEAR(forecast.estimated->value_nt, -150, 15);
  EXPECT_LT(forecast.estimated->q95_nt - forecast.estimated->q05_nt, 2 * 1.645 * 5);
  auto named = forecast;
  named.estimated->observatories = {"HER", "KAK"};
  const auto json = to_json(named, named.issue_time).at("estimated_now");
  EXPECT_EQ(json.at("stations_until"), format_time(forecast.issue_time));
  EXPECT_EQ(json.at("observatories"), nlohmann::json({"HER", "KAK"}));
  EXPECT_THAT(to_text(named, named.issue_time),
              HasSubstr("from the solar wind and the observatories HER KAK until"));
  EXPECT_FALSE(to_json(issued(with_stations(), late_by(250)), forecast.issue_time)
                   .at("estimated_now")
                   .contains("stations_until"));
}

TEST(StationForecasts, WithObservatoriesTheWeightsAreThoseOfObservatories) {
  const auto model = with_stations();
  EXPECT_EQ(model.ensemble.combining(Minutes{60}).weights[0][0], 0.5);
  EXPECT_EQ(model.ensemble.combining(Minutes{60}, true).weights[0][0], 0);
  EXPECT_EQ(driven_and_late().ensemble.combining(Minutes{60}, true).weights[0][0], 0.5);
  auto only = with_stations();
  std::swap(only.ensemble.members[0], only.ensemble.members[1]);
  only.ensemble.members.pop_back();
  only.ensemble.members.front().weights = {1, 1};
  only.ensemble.bands.clear();
  only.ensemble.when_late.clear();
  only.ensemble.with_stations.clear();
  EXPECT_NEAR(issued(model, with_estimates(250)).leads[0].value_nt,
              issued(only, with_estimates(250)).leads[0].value_nt, 1e-3);
}

/// A model that knows nothing of observatories takes the corrected path as SYM-H.
TEST(StationForecasts, AModelThatWasNotTrainedWithEstimatesTakesThemAsSymH) {
  const auto model = driven_and_late();
  const auto series = with_estimates(250);
  const auto forecast = issued(model, series);
  const auto completed = complete_index(model.ensemble, series, {});
  ASSERT_TRUE(completed && completed->path.stations);
  EXPECT_EQ(forecast.leads[0].value_nt, issue_forecast(model.ensemble, completed->series).leads[0].value_nt);
  const auto fresh = issue_forecast(model.ensemble, completed->series).leads[0];
  EXPECT_GT(*forecast.leads[0].q95_nt - *forecast.leads[0].q05_nt, *fresh.q95_nt - *fresh.q05_nt)
      << "its band gets the error of the estimate";
}

TEST(StationForecasts, WithoutSolarWindObservatoriesAreThePath) {
  auto series = with_estimates(250);
  for (const auto* name : {"speed", "bz_gsm"}) series.find(name)->values.assign(count, missing);
  const auto completed = complete_index(driven_and_late().ensemble, series, {});
  ASSERT_TRUE(completed.has_value());
  EXPECT_FALSE(completed->path.from_wind);
  EXPECT_EQ(completed->series.at("sym_h").values.back(), -150.F);
  EXPECT_EQ(completed->series.last_time(), series.last_time());
  Ensemble indices;
  indices.name = "tiny";
  indices.members.push_back({"tiny", tiny_model(tiny_config()), {1.0, 1.0}});
  EXPECT_TRUE(complete_index(indices, series, {})) << "nor does a model of the indices need any";
  EXPECT_FALSE(complete_index(indices, late_by(250), {}));
}

TEST(StationForecasts, ChangingAllLaterEstimatesLeavesTheForecastBitIdentical) {
  const auto series = with_estimates(250);
  auto changed = series;
  const Time at = series.time_of(330);
  for (auto& channel : changed.channels)
    for (std::size_t row = 331; row < count; ++row) channel.values[row] = row % 3 == 0 ? missing : -77.F;
  for (const auto& model : {with_stations(), driven_and_late()}) {
    const auto before = issued(model, series, at), after = issued(model, changed, at);
    EXPECT_EQ(before.issue_time, at);
    EXPECT_EQ(before.estimated->path, after.estimated->path);
    for (std::size_t l = 0; l < before.leads.size(); ++l)
      EXPECT_EQ(before.leads[l].value_nt, after.leads[l].value_nt);
  }
}

/// The hindcast with observatories is what would have been issued: they are ten minutes late.
TEST(StationHindcast, WithObservatoriesIsWhatIsIssued) {
  auto whole = late_by(count - 1);
  add_drawn_estimates(whole, Minutes{240});
  for (const auto& model : {with_stations(), driven_and_late()}) {
    const DataAges ages{.index = Minutes{240}, .stations = StationSource::measured};
    const auto lead = hindcast_with_late_data(model.ensemble, whole, ages).table.leads.front();
    for (std::size_t row = 300; row < count; row += 31) {
      const Time at = whole.time_of(row);
      auto known = whole;
      for (std::size_t later = 0; later < count; ++later) {
        if (whole.time_of(later) > at - ages.index) known.find("sym_h")->values[later] = missing;
        if (whole.time_of(later) > at - station_delay)
          for (const auto* name : {quick_index_channel, quick_index_error_channel})
            known.find(name)->values[later] = missing;
      }
      const auto forecast = issued(model, known, at);
      const auto i =
          static_cast<std::size_t>(std::ranges::find(lead.issue_time, at) - lead.issue_time.begin());
      ASSERT_LT(i, lead.issue_time.size());
      EXPECT_NEAR(lead.forecast_nt[i], forecast.leads[0].value_nt, 1e-3) << i;
      EXPECT_NEAR(lead.q95_nt[i], *forecast.leads[0].q95_nt, 1e-3) << i;
    }
  }
}

TEST(StationHindcast, EstimatesOfTheDataCountOnlyWhereTheyAreAskedFor) {
  auto whole = late_by(count - 1);
  const auto model = with_stations();
  const auto forecasts = [&](const Series& series, StationSource stations) {
    return hindcast_with_late_data(model.ensemble, series, {.index = Minutes{240}, .stations = stations})
        .table.leads.front()
        .forecast_nt;
  };
  const auto none = forecasts(whole, StationSource::none),
             simulated = forecasts(whole, StationSource::simulated);
  EXPECT_NE(none.back(), simulated.back());
  EXPECT_EQ(simulated.back(), forecasts(whole, StationSource::simulated).back()) << "the same in every run";
  add_drawn_estimates(whole, Minutes{240});
  EXPECT_EQ(none.back(), forecasts(whole, StationSource::none).back());
}

}  // namespace
}  // namespace symh
