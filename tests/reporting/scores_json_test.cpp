#include "reporting/scores_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "verification/metrics.h"
#include "verification/tables.h"

namespace symh {
namespace {

using testing::awkward_table;
using testing::banded;
using ::testing::HasSubstr;
using testing::make_table;
using ::testing::Not;

TEST(Json, HasEverythingAndNullForUndefined) {
  const auto json = to_json(verify(awkward_table()));
  const auto& lead = json.at("leads").at(0);
  EXPECT_EQ(lead.at("lead_time_minutes"), 60);
  EXPECT_EQ(lead.at("model").at("samples"), 3000);
  EXPECT_TRUE(lead.at("model").at("rmse_interval").at(0).is_number());
  EXPECT_TRUE(lead.at("baselines").at("absent").at("rmse").is_null());
  EXPECT_TRUE(lead.at("baselines").at("persistence").at("skill").is_number());
  EXPECT_EQ(lead.at("thresholds").size(), 3U);
  EXPECT_EQ(lead.at("storms").at(0).at("storm"), "2003-11-20 -490 nT");
  EXPECT_NEAR(lead.at("storms").at(0).at("baselines").at("exponential_recovery").at("skill").get<double>(), 0,
              1e-9)
      << "the baseline is the forecast itself";
  EXPECT_EQ(lead.at("storms").at(0).at("thresholds").size(), 3U);
  EXPECT_EQ(lead.at("storms").at(0).at("persistence_thresholds").at(0).at("hits").get<int>() +
                lead.at("storms").at(0).at("persistence_thresholds").at(0).at("misses").get<int>(),
            lead.at("storms").at(0).at("thresholds").at(0).at("hits").get<int>() +
                lead.at("storms").at(0).at("thresholds").at(0).at("misses").get<int>());
  EXPECT_EQ(lead.at("classification").at("levels").at(3), "superstorm");
  EXPECT_THAT(json.dump(), Not(HasSubstr("nan")));
}

TEST(Metrics, EachStandsInTheJsonOfModelBaselinesAndStorms) {
  const auto lead = to_json(verify(awkward_table())).at("leads").at(0);
  for (const auto& metric : all_metrics()) {
    const std::string key(metric.key);
    EXPECT_TRUE(lead.at("model").contains(key)) << key;
    EXPECT_TRUE(lead.at("baselines").at("persistence").contains(key)) << key;
    EXPECT_TRUE(lead.at("storms").at(0).at("model").contains(key)) << key;
  }
  EXPECT_THROW(score({}, {}).at("no such metric"), std::out_of_range);
}

TEST(Json, HasTheGroupsBesideTheBand) {
  auto table = banded(5.F);
  table.leads[0].phase.assign(100, StormPhase::main);
  const auto json = to_json(verify(table));
  EXPECT_EQ(json.at("leads")[0].at("band").at("coverage"), 1.0);
  EXPECT_EQ(json.at("leads")[0].at("band").at("storm_nt"), -100.0);
  EXPECT_TRUE(json.at("leads")[0].at("band").at("pinball_nt").at("q95").is_number());
  EXPECT_EQ(json.at("leads")[0].at("groups")[0].at("name"), "main");
}

TEST(Json, HasTheDistributionsWithTheirReferencesAndTheWarnings) {
  const auto json = to_json(verify(banded(5.F))).at("leads")[0];
  const auto& chances = json.at("chances");
  EXPECT_EQ(chances.at("samples"), 100);
  for (const auto* score : {"crps_nt", "winkler_nt"}) {
    EXPECT_TRUE(chances.at(score).at("model").is_number());
    EXPECT_TRUE(chances.at(score).at("model_interval")[0].is_number());
    EXPECT_TRUE(chances.at(score).contains("climatology_skill"));
    EXPECT_TRUE(chances.at(score).contains("persistence_skill_interval"));
  }
  ASSERT_EQ(chances.at("events").size(), 4U);
  const auto& event = chances.at("events")[1];
  EXPECT_EQ(event.at("threshold_nt"), -50);
  EXPECT_EQ(event.at("events"), 51);
  EXPECT_TRUE(event.at("brier").at("model").is_number());
  for (const auto* key : {"reliability", "resolution", "uncertainty", "roc_area"})
    EXPECT_TRUE(event.at(key).is_number()) << key;
  EXPECT_TRUE(event.at("bins")[0].at("observed_share").is_number());
  EXPECT_EQ(event.at("roc")[0].at("detection_rate"), 0);
  EXPECT_EQ(chances.at("pit").at("shares").size(), 10U);
  EXPECT_EQ(chances.at("coverage")[0].at("by"), "observed");
  EXPECT_EQ(json.at("warnings")[1].at("onsets"), 1);
  EXPECT_EQ(json.at("persistence_warnings")[1].at("missed"), 1) << "persistence is zero throughout";
  EXPECT_TRUE(json.at("minima").at("mean_peak_error_nt").is_null()) << "no storms";
  EXPECT_TRUE(json.at("thresholds")[0].contains("sedi"));
}

TEST(Json, IsTheSameTwice) {
  auto table = make_table(3000);
  table.leads[0].observed_nt[5] = table.leads[0].forecast_nt[9] = std::nanf("");
  EXPECT_EQ(to_json(verify(table)), to_json(verify(table))) << "the bootstrap has a fixed seed";
}

}  // namespace
}  // namespace symh
