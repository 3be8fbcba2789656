#include "products/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "products/forecast_formats.h"

namespace symh {
namespace {

using testing::HasSubstr;

const Time issue = make_time(2003, 11, 20, 16);

IssuedForecast sample() {
  IssuedForecast forecast;
  forecast.model = "a model of a test";
  forecast.target = "sym_h";
  forecast.issue_time = issue;
  forecast.last_nt = -50;
  forecast.last_observed = issue;
  for (const Minutes lead : {Minutes{60}, Minutes{120}})
    forecast.leads.push_back({.lead_time = lead,
                              .valid_time = issue + lead,
                              .value_nt = -60,
                              .q05_nt = -70.F,
                              .q95_nt = -50.F,
                              .class_probabilities = {},
                              .persistence_nt = -50});
  return forecast;
}

TEST(CheckedJson, OfAForecastIsItsJson) {
  EXPECT_EQ(checked_json(sample(), issue + Minutes{3}), to_json(sample(), issue + Minutes{3}));
}

TEST(CheckedJson, RefusesWhatIsNoForecast) {
  auto forecast = sample();
  forecast.leads.back().value_nt = std::nanf("");
  try {
    checked_json(forecast, issue);
    FAIL() << "it was taken";
  } catch (const RunError& error) {
    EXPECT_THAT(error.what(), HasSubstr("no forecast: the forecast 2h ahead is not a number"));
  }
}

TEST(CheckedJson, RefusesWhatTheSchemaDoes) {
  auto forecast = sample();
  EXPECT_THROW(checked_json(forecast, issue - Minutes{10}), RunError) << "data of the future";
  forecast.model = "";
  EXPECT_THROW(checked_json(forecast, issue), RunError);
}

/// Each change breaks one rule of the schema.
TEST(BrokenRule, IsFoundAndItsPlaceNamed) {
  const auto good = to_json(sample(), issue);
  EXPECT_EQ(broken_rule(good), "");
  const auto fault_of = [&](const std::string& place, const nlohmann::json& value) {
    auto json = good;
    json[nlohmann::json::json_pointer(place)] = value;
    return broken_rule(json);
  };
  EXPECT_THAT(fault_of("/forecasts/1/forecast_nt", nullptr), HasSubstr("[forecasts][1]"));
  EXPECT_NE(fault_of("/forecasts/0/level", "calm"), "");
  EXPECT_NE(fault_of("/forecasts/0/lead_time_minutes", 0), "");
  EXPECT_NE(fault_of("/forecasts", nlohmann::json::array()), "");
  EXPECT_NE(fault_of("/issue_time", "2003-11-20 16:00"), "");
  EXPECT_NE(fault_of("/schema_version", 2), "");
  EXPECT_NE(fault_of("/data_age_minutes", -1), "");
  EXPECT_NE(fault_of("/unknown", 1), "");
  EXPECT_NE(fault_of("/forecasts/0/level_probabilities/quiet", 1.5), "");
  EXPECT_NE(fault_of("/forecasts/0/level_probabilities/calm", 0.5), "");
  EXPECT_NE(fault_of("/warnings", nlohmann::json::array()), "");
  auto without = good;
  without.erase("model");
  EXPECT_NE(broken_rule(without), "");
  without = good;
  without["forecasts"][0].erase("q95_nt");
  EXPECT_NE(broken_rule(without), "") << "half a band";
}

}  // namespace
}  // namespace symh
