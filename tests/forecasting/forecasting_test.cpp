#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "forecasting/hindcast.h"
#include "forecasting/late_models.h"
#include "forecasting/latest.h"
#include "products/forecast_formats.h"
#include "saved/tiny_model.h"

namespace symh {
namespace {

/// Every kind, then the other outputs of a recurrent network.
std::vector<Config> every_model() {
  std::vector<Config> configs;
  for (const auto& kind : kinds()) configs.push_back(tiny_config_of(kind));
  configs.push_back(tiny_config("[model]\nkind = \"gru\"\noutput = \"attention\"\n"));
  configs.push_back(tiny_config("[model]\nkind = \"lstm\"\noutput = \"all_steps\"\n"));
  return configs;
}

TEST(Hindcast, ChangingAllLaterDataLeavesEveryForecastBitIdentical) {
  for (const auto& config : every_model()) {
    const auto model = tiny_model(config);
    const auto& kind = config.model.kind;
    auto series = wavy_series(200), changed = series;
    const Time now = series.time_of(120);
    for (auto& channel : changed.channels)
      for (std::size_t row = 121; row < 200; ++row) channel.values[row] = row % 4 ? 300.F : missing;
    const HindcastRange range{{}, now};
    const auto a = hindcast(model, series, range).table, b = hindcast(model, changed, range).table;
    for (std::size_t l = 0; l < 2; ++l) {
      EXPECT_EQ(a.leads[l].issue_time, b.leads[l].issue_time);
      EXPECT_EQ(a.leads[l].forecast_nt, b.leads[l].forecast_nt) << kind;
      for (const auto& [name, values] : a.leads[l].baselines_nt)
        EXPECT_EQ(values, b.leads[l].baselines_nt.at(name)) << name;
    }
    const auto issued = issue_forecast(model, series, now), later = issue_forecast(model, changed, now);
    EXPECT_EQ(to_json(issued, now), to_json(later, now)) << kind;
  }
}

TEST(Hindcast, AgreesWithTheForecastIssuedAtThatTime) {
  const auto model = tiny_model(tiny_config());
  const auto series = wavy_series(200);
  const auto table = hindcast(model, series).table;
  for (const std::size_t i : {0U, 50U, 150U}) {
    const auto issued = issue_forecast(model, series, table.leads[0].issue_time[i]);
    EXPECT_EQ(issued.issue_time, table.leads[0].issue_time[i]);
    for (std::size_t l = 0; l < 2; ++l)
      EXPECT_NEAR(issued.leads[l].value_nt, table.leads[l].forecast_nt[i], 1e-3);
  }
}

TEST(Hindcast, PersistenceIsTheValueAtIssueTimeAndTheObservationThatAtValidTime) {
  const auto series = wavy_series(200);
  const auto table = hindcast(tiny_model(tiny_config()), series).table;
  const auto& lead = table.leads[1];
  ASSERT_EQ(lead.lead_time, Minutes{30});
  for (std::size_t i = 0; i + 6 + 11 < 200; ++i) {
    EXPECT_EQ(lead.baselines_nt.at("persistence")[i], series.channels[0].values[i + 11]);
    EXPECT_EQ(lead.observed_nt[i], series.channels[0].values[i + 11 + 6]);
  }
}

TEST(Hindcast, KnowsTheDriveOfTheLastHalfHour) {
  const auto series = late::late_by(late::count - 1);
  const auto lead = hindcast(late::driven().ensemble, series).table.leads.at(0);
  ASSERT_EQ(lead.drive_mv_m.size(), lead.issue_time.size());
  const auto row =
      static_cast<std::size_t>((lead.issue_time[100] - series.segments[0].start) / series.cadence);
  double mean = 0;
  for (std::size_t back = 0; back < 6; ++back)
    mean += 450 * -series.at("bz_gsm").values[row - back] * 1e-3 / 6;
  EXPECT_NEAR(lead.drive_mv_m[100], mean, 1e-3);
  auto without = series;
  for (std::size_t back = 0; back < 6; ++back) without.find("bz_gsm")->values[row - back] = missing;
  EXPECT_TRUE(std::isnan(hindcast(late::driven().ensemble, without).table.leads.at(0).drive_mv_m[100]))
      << "a held field is not a measured one";
  const auto quiet = hindcast(tiny_model(tiny_config()), wavy_series(200)).table.leads.at(0);
  EXPECT_TRUE(quiet.drive_mv_m.empty()) << "the data have no solar wind";
}

TEST(IssueForecast, ComesFromTheNewestDataAndSaysWhenThereAreNone) {
  const auto model = tiny_model(tiny_config());
  const auto series = wavy_series(100);
  const auto forecast = issue_forecast(model, series);
  EXPECT_EQ(forecast.issue_time, series.last_time());
  EXPECT_EQ(forecast.leads[0].valid_time, series.last_time() + Minutes{10});
  EXPECT_THROW(issue_forecast(model, series, series.first_time() - Minutes{5}), DataError);
  EXPECT_THROW(issue_forecast(model, wavy_series(5)), DataError);
}

TEST(Hindcast, RefusesAModelThatGivesNoNumberAndNamesIt) {
  for (const float bad : {NAN, INFINITY}) {
    const auto model = tiny_model(tiny_config("[model]\nkind = \"cnn\"\n"));
    auto tensors = model.forecaster->save().tensors;
    for (auto& [name, weights] : tensors) weights.flatten().data_ptr<float>()[0] = bad;
    try {
      hindcast(model, wavy_series(100));
      FAIL() << "nothing was refused";
    } catch (const RunError& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr("'run' gives a forecast that is no number"));
    }
  }
}

TEST(IssueForecast, RefusesAValueThatCannotBe) {
  auto model = tiny_model(tiny_config());
  model.scaling.target_scale = {2e7F, 2e7F};
  try {
    issue_forecast(model, wavy_series(100));
    FAIL() << "nothing was refused";
  } catch (const RunError& error) {
    EXPECT_THAT(
        error.what(),
        testing::HasSubstr("is outside of what sym_h can be (-2000 to 500 nT); the saved model 'run'"));
  }
}

TEST(IssueForecast, RefusesABandThatCannotBe) {
  Ensemble ensemble;
  ensemble.name = "one";
  ensemble.members.push_back({"one", tiny_model(tiny_config()), {1, 1}});
  ensemble.bands = {{9000, 1}, {1, 1}};
  EXPECT_THROW(issue_forecast(ensemble, wavy_series(100)), RunError);
  ensemble.bands = {{90, 1}, {1, 1}};
  EXPECT_NO_THROW(issue_forecast(ensemble, wavy_series(100)));
}

TEST(IssueForecast, NamesTheMembersThatHaveNoWindowAtTheIssueTime) {
  Ensemble ensemble;
  ensemble.name = "pair";
  ensemble.members.push_back({"whole", tiny_model(tiny_config()), {0.5, 0.5}});
  ensemble.members.push_back({"of-both", tiny_model(tiny_config()), {0.5, 0.5}});
  ensemble.members[0].model = tiny_model(tiny_config("fill_limit = \"1h\"\n"));
  ensemble.members[1].model = tiny_model(tiny_config("fill_limit = \"0m\"\n"));
  auto series = wavy_series(100);
  EXPECT_TRUE(issue_forecast(ensemble, series).warnings.empty());
  for (auto& channel : series.channels)
    if (channel.name == "asy_h") channel.values.back() = missing;
  const auto warnings = issue_forecast(ensemble, series).warnings;
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0],
            "1 of 2 members have no inputs at the issue time, and the others forecast without them: of-both");
}

TEST(IssueForecast, MinutesAreAveragedOnlyWhenTheyAreOver) {
  auto minutes = wavy_series(900);
  minutes.cadence = Minutes{1};
  const auto forecast = issue_forecast(tiny_model(tiny_config()), minutes);
  EXPECT_EQ(forecast.issue_time, minutes.last_time() + Minutes{1})
      << "stamps 0 ... 899, so the last mean ends at 900";
  const auto at = minutes.first_time() + Minutes{500};
  EXPECT_EQ(issue_forecast(tiny_model(tiny_config()), minutes, at + Minutes{3}).issue_time, at);
}

TEST(IssueForecast, HasAClassificationsProbabilitiesAndTheTimeOfTraining) {
  auto model = tiny_model(tiny_config("[model]\ntask = \"classification\"\n"));
  EXPECT_EQ(issue_forecast(model, wavy_series(100)).model_trained_at, "") << "the model does not say";
  model.provenance = {{"trained_at", "2026-01-02T03:04:00Z"}};
  const auto forecast = issue_forecast(model, wavy_series(100));
  EXPECT_EQ(forecast.model_trained_at, "2026-01-02T03:04:00Z");
  for (const auto& lead : forecast.leads) EXPECT_EQ(lead.class_probabilities.size(), 4U);
}

}  // namespace
}  // namespace symh
