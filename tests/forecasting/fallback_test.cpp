#include "forecasting/fallback.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/error.h"
#include "products/forecast_formats.h"
#include "saved/tiny_model.h"

namespace symh {
namespace {

using testing::HasSubstr;

constexpr std::size_t count = 200;

/// SYM-H and a solar wind that is there up to the row `wind_rows`.
Series series_with_wind(std::size_t wind_rows) {
  auto series = wavy_series(count);
  series.solar_wind_at = WindPosition::l1;
  for (const auto* name : {"speed", "bz_gsm"}) {
    auto& values = series.add(name).values;
    for (std::size_t row = 0; row < wind_rows; ++row)
      values[row] = *name == 's' ? 450.F : 5.F * std::cos(0.1F * static_cast<float>(row));
  }
  return series;
}

/// An untrained network: what it forecasts does not matter here.
StatedModel stated(const std::string& name, const std::string& toml, std::vector<Minutes> horizon) {
  auto config = parse_config("[model]\nkind = \"mlp\"\n[windows]\nlookback = \"1h\"\n" + toml, "test");
  config.name = name;
  config.model.units = 3;
  config.model.head_units = 0;
  config.windows.horizon = horizon;
  Scaling scaling{{}, {}, std::vector<float>(horizon.size(), 0.F), std::vector<float>(horizon.size(), 1.F)};
  scaling.mean.assign(config.windows.channels.size(), 0.F);
  scaling.scale.assign(config.windows.channels.size(), 1.F);
  Ensemble ensemble;
  ensemble.name = name;
  ensemble.members.push_back({name, Model{config, scaling, make_forecaster(config), {}, {}},
                              std::vector<double>(horizon.size(), 1.0)});
  return {std::move(ensemble), std::nullopt};
}

const std::vector<Minutes> hours{Minutes{60}, Minutes{120}};

StatedModel driven(const std::string& drivers) {
  return stated(
      "driven",
      "channels = [\"sym_h\", \"speed\", \"bz_gsm\"]\nfill_limit = \"30m\"\ndrivers = \"" + drivers + "\"\n",
      hours);
}

StatedModel indices() {
  return stated("indices", "channels = [\"sym_h\"]\n", {Minutes{30}, Minutes{60}, Minutes{180}});
}

std::string reason(const StatedModel& model, const Series& series, std::optional<Time> at = {}) {
  return why_fall_back(model, indices(), series, at);
}

TEST(Fallback, IsNotNeededWhileTheSolarWindIsThereOrHeld) {
  for (const auto* drivers : {"required", "optional"}) {
    EXPECT_EQ(reason(driven(drivers), series_with_wind(count)), "");
    EXPECT_EQ(reason(driven(drivers), series_with_wind(count - 6)), "") << "held for 30 minutes";
  }
  EXPECT_EQ(reason(indices(), series_with_wind(10)), "") << "needs no solar wind";
}

TEST(Fallback, TakesOverWhereRequiredWindEndedLongerAgoThanItIsHeld) {
  EXPECT_THAT(reason(driven("required"), series_with_wind(count - 7)),
              HasSubstr("speed ends 2003-11-20T16:00"));
  EXPECT_EQ(reason(driven("optional"), series_with_wind(count - 7)), "") << "the window has wind still";
}

TEST(Fallback, TakesOverWhereTheChannelsAreAbsent) {
  EXPECT_THAT(reason(driven("required"), wavy_series(count)),
              HasSubstr("there is no bz_gsm, there is no speed"));
  EXPECT_THAT(reason(driven("optional"), wavy_series(count)), HasSubstr("no solar wind in the 1h"));
}

TEST(Fallback, OfAnEnsembleGoesByTheMemberThatLooksLeastFarBack) {
  const auto series = series_with_wind(count - 20);  // 100 minutes ago
  auto model = driven("optional");
  auto& longer = model.ensemble.members.front().model.config.windows;
  longer.lookback = Minutes{180};
  EXPECT_EQ(reason(model, series), "") << "its only member sees wind";
  model.ensemble.members.push_back(std::move(driven("optional").ensemble.members.front()));
  EXPECT_THAT(reason(model, series), HasSubstr("no solar wind in the 1h before issue"));
}

TEST(Fallback, OfAnOptionalModelWithoutAnyWindGoesByWhatTheCardsState) {
  const auto series = series_with_wind(count - 13);
  auto model = driven("optional");
  auto other = indices();
  EXPECT_THAT(why_fall_back(model, other, series), HasSubstr("is not stated"));
  model.card.emplace().horizon = hours;
  model.card->rmse_without_solar_wind_nt = {8.0, 12.0};
  other.card.emplace().horizon = {Minutes{30}, Minutes{60}};
  other.card->rmse_nt = {5.0, 8.1};
  EXPECT_EQ(why_fall_back(model, other, series), "") << "better at 1h, the lead time of both";
  other.card->rmse_nt[1] = 7.9;
  EXPECT_THAT(why_fall_back(model, other, series), HasSubstr("stated RMSE without it 8.00 nT"));
}

TEST(Fallback, IsDecidedFromWhatIsKnownAtIssueTimeAlone) {
  for (const auto* drivers : {"required", "optional"})
    for (const std::size_t wind_rows : {100U, 117U, 120U}) {
      const auto past = series_with_wind(wind_rows);
      auto changed = past;
      const Time at = past.time_of(120);
      for (auto& channel : changed.channels)
        for (std::size_t row = 121; row < count; ++row) channel.values[row] = row % 3 == 0 ? missing : 7.F;
      const auto model = driven(drivers);
      EXPECT_EQ(reason(model, past, at), reason(model, changed, at)) << drivers << wind_rows;
      EXPECT_EQ(reason(model, past, at).empty(), wind_rows > 110) << drivers << wind_rows;
    }
}

TEST(Fallback, IsSaidInTheProductWithTheLeadTimesThatItDoesNotServe) {
  const auto series = series_with_wind(count - 20);
  const auto model = driven("required"), other = indices();
  const auto why = why_fall_back(model, other, series);
  const auto forecast = issue_fallback(model.ensemble, other.ensemble, why, series);
  ASSERT_EQ(forecast.leads.size(), 1U) << "30m and 3h were not asked for";
  EXPECT_EQ(forecast.issue_time, series.last_time());
  const auto json = to_json(forecast, forecast.issue_time);
  EXPECT_EQ(json.at("model"), "indices");
  EXPECT_EQ(json.at("fallback").at("from"), "driven");
  EXPECT_EQ(json.at("fallback").at("reason"), why);
  EXPECT_EQ(json.at("fallback").at("lead_times_not_served_minutes"), nlohmann::json{120});
  EXPECT_EQ(json.at("solar_wind").at("age_minutes"), 100);
  const auto text = to_text(forecast, forecast.issue_time);
  EXPECT_THAT(text, HasSubstr("FALLBACK from 'driven'"));
  EXPECT_THAT(text, HasSubstr("no forecast at 2h"));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
  EXPECT_THAT(to_csv(forecast), HasSubstr("model,fallback_from\n"));
  EXPECT_THAT(to_csv(forecast), HasSubstr(",indices,driven\n"));
}

TEST(Fallback, WithoutACommonLeadTimeIsAnError) {
  const auto other = stated("indices", "channels = [\"sym_h\"]\n", {Minutes{30}});
  EXPECT_THROW(issue_fallback(driven("required").ensemble, other.ensemble, "why", wavy_series(count)),
               DataError);
}

TEST(Fallback, AModelWithItsWindSaysHowOldThatIs) {
  const auto forecast = issue_forecast(driven("required").ensemble, series_with_wind(count - 3));
  const auto json = to_json(forecast, forecast.issue_time);
  EXPECT_EQ(json.at("solar_wind").at("age_minutes"), 15);
  EXPECT_FALSE(json.contains("fallback"));
  EXPECT_FALSE(issue_forecast(indices().ensemble, wavy_series(count)).solar_wind);
}

}  // namespace
}  // namespace symh
