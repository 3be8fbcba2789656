#include "centre/record/shown_forecast.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "centre/record/sample_page.h"
#include "core/error.h"
#include "core/json.h"
#include "products/forecast_formats.h"
#include "products/odds_json.h"

namespace symh {
namespace {

const Time issue = test::page_issue;

IssuedForecast issued() {
  IssuedForecast forecast;
  forecast.model = "driven";
  forecast.target = "sym_h";
  forecast.issue_time = issue;
  forecast.last_nt = -60;
  forecast.last_observed = issue - Minutes{35};
  forecast.estimated = EstimatedIndex{-92.5F, -101, -84, {}};
  forecast.leads = {{Minutes{60}, issue + Minutes{60}, -105, -130.5F, -85, {}, -60},
                    {Minutes{120}, issue + Minutes{120}, -140, -180, -100, {}, -60}};
  forecast.solar_wind = SolarWindSeen{issue, WindPosition::l1, issue + Minutes{45}};
  forecast.warnings = {"assuming l1"};
  return forecast;
}

TEST(ShownForecast, HasTheNumbersOfTheProduct) {
  auto json = to_json(issued(), issue + Minutes{4});
  json["odds"] = odds_json(test::sample_odds());
  json["forecasts"][0]["q25_nt"] = -115;
  json["forecasts"][0]["q75_nt"] = -97;
  const auto shown = read_shown_forecast(json_text(json));
  EXPECT_EQ(shown.model, "driven");
  EXPECT_EQ(shown.issue_time, issue);
  EXPECT_EQ(shown.last_observed, issue - Minutes{35});
  EXPECT_EQ(shown.last_nt, -60);
  EXPECT_EQ(shown.estimated_nt, -92.5);
  EXPECT_EQ(shown.estimated_band_nt, std::pair(-101.0, -84.0));
  EXPECT_EQ(shown.now_nt(), -92.5);
  EXPECT_EQ(shown.wind_at_earth, issue + Minutes{45});
  ASSERT_EQ(shown.leads.size(), 2U);
  EXPECT_EQ(shown.leads[0].valid_time, issue + Minutes{60});
  EXPECT_EQ(shown.leads[0].level, "intense");
  EXPECT_EQ(shown.leads[0].band_nt, std::pair(-130.5, -85.0));
  EXPECT_EQ(shown.leads[0].middle_nt, std::pair(-115.0, -97.0));
  EXPECT_EQ(shown.leads[1].middle_nt, std::nullopt);
  EXPECT_EQ((*shown.leads[0].chances)[1], json["forecasts"][0]["level_probabilities"]["moderate"]);
  ASSERT_TRUE(shown.odds);
  EXPECT_EQ(shown.odds->minimum.back().mean_nt, -144);
  EXPECT_EQ(shown.warnings, std::vector<std::string>{"assuming l1"});
}

TEST(ShownForecast, MayLackWhatAModelDoesNotGive) {
  auto forecast = issued();
  forecast.estimated.reset();
  forecast.last_observed.reset();
  forecast.last_nt = missing;
  forecast.solar_wind.reset();
  forecast.warnings.clear();
  for (auto& lead : forecast.leads) lead.q05_nt = lead.q95_nt = std::nullopt;
  const auto shown = read_shown_forecast(json_text(to_json(forecast, issue)));
  EXPECT_TRUE(std::isnan(shown.now_nt()));
  EXPECT_FALSE(shown.last_observed || shown.estimated_nt || shown.wind_at_earth || shown.odds);
  EXPECT_FALSE(shown.leads[0].band_nt || shown.leads[0].chances);
}

TEST(ShownForecast, RefusesWhatIsNoProduct) {
  EXPECT_THROW(read_shown_forecast("{"), DataError);
  EXPECT_THROW(read_shown_forecast("[]"), DataError);
  EXPECT_THROW(read_shown_forecast("{\"model\": 3}"), DataError);
  auto json = to_json(issued(), issue);
  json["issue_time"] = "soon";
  EXPECT_THROW(read_shown_forecast(json_text(json)), DataError);
  json = to_json(issued(), issue);
  json["forecasts"] = nlohmann::json::array();
  EXPECT_THROW(read_shown_forecast(json_text(json)), DataError);
}

}  // namespace
}  // namespace symh
