#include "products/forecast_formats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "products/levels.h"

namespace symh {
namespace {

using testing::HasSubstr;
using testing::Not;

const Time issue = make_time(2003, 11, 20, 16, 5);

/// Two lead times; of each kind of model what that kind has.
IssuedForecast sample() {
  IssuedForecast forecast;
  forecast.model = "storms, \"new\"";
  forecast.target = "sym_h";
  forecast.model_trained_at = "2026-01-02T03:04:00Z";
  forecast.issue_time = issue;
  forecast.last_nt = -90;
  forecast.last_observed = issue - Minutes{10};
  forecast.leads = {{Minutes{60}, issue + Minutes{60}, -105, {}, {}, {}, -90},
                    {Minutes{120}, issue + Minutes{120}, -140, {}, {}, {}, -90}};
  return forecast;
}

IssuedForecast with_band() {
  auto forecast = sample();
  for (auto& lead : forecast.leads) {
    lead.q05_nt = lead.value_nt - 25;
    lead.q95_nt = lead.value_nt + 20;
  }
  return forecast;
}

IssuedForecast classification() {
  auto forecast = sample();
  for (auto& lead : forecast.leads) lead.class_probabilities = {0.125F, 0.5F, 0.25F, 0.125F};
  return forecast;
}

TEST(ForecastText, FitsEightyColumns) {
  auto fallback = with_band();
  fallback.solar_wind.emplace();
  fallback.fallback =
      Fallback{"storms-l1", std::string(200, 'a') + " " + std::string(70, 'b'), {Minutes{360}}};
  for (const auto& forecast : {sample(), with_band(), classification()}) {
    std::istringstream lines(to_text(forecast, forecast.issue_time));
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
  }
  EXPECT_THAT(to_text(fallback, fallback.issue_time), HasSubstr("FALLBACK from 'storms-l1'"));
  EXPECT_THAT(to_text(fallback, fallback.issue_time), HasSubstr("solar wind: none in the data"));
}

TEST(ForecastCsv, HasTheColumnsOfItsModel) {
  EXPECT_THAT(
      to_csv(sample()),
      testing::StartsWith("issue_time,lead_time_minutes,valid_time,forecast_nt,level,persistence_nt,model,"
                          "fallback_from\n2003-11-20T16:05:00Z,60,2003-11-20T17:05:00Z,-105.000,intense,"
                          "-90.000,\"storms, \"\"new\"\"\",\n"));
  EXPECT_THAT(to_csv(with_band()), HasSubstr(",q05_nt,q95_nt,model,"));
  EXPECT_THAT(to_csv(classification()),
              HasSubstr("persistence_nt,p_quiet,p_moderate,p_intense,p_superstorm,model,"));
  EXPECT_THAT(to_csv(classification()), HasSubstr(",moderate,-90.000,0.1250,0.5000,0.2500,0.1250,"))
      << "the level is the most probable one";
}

TEST(ForecastJson, SaysWhoMadeItWhenAndFromDataOfWhichAge) {
  const auto json = to_json(sample(), issue + Minutes{4});
  EXPECT_EQ(json.at("$schema"), "urn:symh:forecast:1");
  EXPECT_EQ(json.at("model_trained_at"), "2026-01-02T03:04:00Z");
  EXPECT_EQ(json.at("issue_time"), "2003-11-20T16:05:00Z");
  EXPECT_EQ(json.at("issued_at"), "2003-11-20T16:09:00Z");
  EXPECT_EQ(json.at("data_age_minutes"), 14) << "issued_at - last_observed";
  EXPECT_FALSE(json.contains("fallback"));
  EXPECT_FALSE(json.contains("solar_wind"));
}

TEST(ForecastWarnings, AreInTextAndJsonAndAbsentWithoutAny) {
  auto forecast = sample();
  EXPECT_FALSE(to_json(forecast, issue).contains("warnings"));
  forecast.warnings = {
      "the files do not say where their solar wind was measured; assuming l1, as in the model's data"};
  EXPECT_EQ(to_json(forecast, issue).at("warnings"), forecast.warnings);
  EXPECT_THAT(to_text(forecast, forecast.issue_time), HasSubstr("WARNING: the files do not say"));
  std::istringstream lines(to_text(forecast, forecast.issue_time));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
}

TEST(ForecastJson, HasTheChancesOfTheLevelsByBandOrClassification) {
  EXPECT_FALSE(to_json(sample(), issue).at("forecasts")[0].contains("level_probabilities"));
  const auto band = to_json(with_band(), issue).at("forecasts")[0];
  const auto chances = level_chances(with_band().leads[0]).value();
  EXPECT_EQ(band.at("level_probabilities").at("intense"), chances[2]);
  EXPECT_EQ(band.at("level_probabilities").size(), 4U);
  EXPECT_EQ(band.at("q05_nt"), -130);
  const auto classes = to_json(classification(), issue).at("forecasts")[0];
  EXPECT_EQ(classes.at("level_probabilities").at("moderate"), 0.5);
  EXPECT_EQ(classes.at("level"), "moderate");
  EXPECT_FALSE(classes.contains("q05_nt"));
}

TEST(ForecastJson, HasNullForAValueThatIsMissing) {
  auto forecast = sample();
  forecast.last_nt = std::nanf("");
  EXPECT_TRUE(to_json(forecast, issue).at("last_nt").is_null());
  EXPECT_THAT(to_json(forecast, issue).dump(), Not(HasSubstr("nan")));
}

}  // namespace
}  // namespace symh
