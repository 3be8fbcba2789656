#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "forecasting/late_hindcast.h"
#include "forecasting/late_models.h"
#include "forecasting/latest.h"

namespace symh {
namespace {

using namespace late;
using testing::HasSubstr;

/// Blanks a channel in the rows after `row`.
void end_channel(Series& series, const char* name, std::size_t row) {
  for (std::size_t later = row + 1; later < count; ++later) series.find(name)->values[later] = missing;
}

TEST(LateWind, TheForecastSaysWhenTheNewestWindReachesEarth) {
  const auto series = late_by(250);
  const auto wind = issued(driven(), series).solar_wind.value();
  EXPECT_EQ(wind.newest, series.last_time());
  EXPECT_EQ(wind.measured_at, WindPosition::l1);
  EXPECT_EQ(wind.at_earth, series.last_time() + Minutes{56}) << "1.5e6 km at 450 km/s";
  auto arrived = series;
  arrived.solar_wind_at = WindPosition::bow_shock;
  EXPECT_EQ(solar_wind_seen(arrived, series.last_time()).at_earth, series.last_time());
  arrived.solar_wind_at = WindPosition::unknown;
  EXPECT_FALSE(solar_wind_seen(arrived, series.last_time()).at_earth);
}

/// Both members count for a fresh index.
StatedModel both_count() {
  auto model = driven_and_late();
  for (auto& member : model.ensemble.members) member.weights = {0.5, 0.5};
  return model;
}

TEST(LateWindHindcast, IsWhatIsIssuedWhenTheWindIsThatLate) {
  const auto whole = late_by(count - 1);
  const auto model = both_count();
  const Minutes age{30};
  const auto table = hindcast_with_late_data(model.ensemble, whole, {.wind = age}).table;
  const auto& lead = table.leads.front();
  std::size_t compared = 0;
  for (std::size_t row = 120; row < count; row += 41) {
    const Time at = whole.time_of(row);
    auto known = whole;
    for (const auto* name : {"speed", "bz_gsm"}) end_channel(known, name, row - 6);
    const auto forecast = issue_forecast(model.ensemble, known, at);
    ASSERT_EQ(forecast.issue_time, at);
    const auto found = std::ranges::find(lead.issue_time, at);
    ASSERT_NE(found, lead.issue_time.end());
    const auto i = static_cast<std::size_t>(found - lead.issue_time.begin());
    EXPECT_NEAR(lead.forecast_nt[i], forecast.leads[0].value_nt, 1e-3) << i;
    EXPECT_NEAR(lead.q05_nt[i], *forecast.leads[0].q05_nt, 1e-3) << i;
    EXPECT_EQ(lead.baselines_nt.at("persistence")[i], whole.at("sym_h").values[row]) << "SYM-H is fresh";
    ++compared;
  }
  EXPECT_GT(compared, 5U);
}

TEST(LateWindHindcast, ChangingTheWindThatHasNotComeChangesNothing) {
  const auto series = late_by(count - 1);
  const std::size_t row = 330;
  const Time at = series.time_of(row);
  auto changed = series;
  for (auto& channel : changed.channels)
    for (auto later = (channel.name == "sym_h" ? row : row - 6) + 1; later < count; ++later)
      channel.values[later] = later % 3 == 0 ? missing : -77.F;
  const auto model = both_count();
  const HindcastRange only{.from = at, .to = at};
  const auto forecasts = [&](const Series& data, Minutes age) {
    return hindcast_with_late_data(model.ensemble, data, {.wind = age}, only).table.leads[0];
  };
  const auto before = forecasts(series, Minutes{30}), after = forecasts(changed, Minutes{30});
  ASSERT_EQ(before.issue_time.size(), 1U);
  EXPECT_TRUE(std::isfinite(before.forecast_nt[0]));
  EXPECT_EQ(before.forecast_nt, after.forecast_nt);
  EXPECT_EQ(before.q95_nt, after.q95_nt);
  EXPECT_EQ(before.baselines_nt.at("obrien_mcpherron"), after.baselines_nt.at("obrien_mcpherron"));
  EXPECT_NE(forecasts(series, Minutes{25}).forecast_nt, forecasts(changed, Minutes{25}).forecast_nt)
      << "one more value of the wind is seen";
}

TEST(LateWindHindcast, BothMayBeLate) {
  const auto series = late_by(count - 1);
  const auto model = both_count();
  const auto value = [&](const DataAges& ages) {
    return hindcast_with_late_data(model.ensemble, series, ages).table.leads[0].forecast_nt.back();
  };
  const auto index = value({.index = Minutes{120}}), both = value({Minutes{120}, Minutes{30}});
  EXPECT_TRUE(std::isfinite(both));
  EXPECT_NE(both, index);
  EXPECT_NE(both, value({.wind = Minutes{30}}));
}

TEST(LateWindHindcast, AModelThatDoesNotHoldTheWindForSoLongGivesNoForecast) {
  try {
    hindcast_with_late_data(driven().ensemble, late_by(count - 1), {.wind = Minutes{120}});
    FAIL() << "the wind is held for 30 minutes";
  } catch (const DataError& error) {
    EXPECT_THAT(error.what(),
                HasSubstr("no forecast is possible with SYM-H in time and the solar wind 2h late"));
  }
}

TEST(LateHindcast, AHoleInTheDataGivesNoForecastFromTheKnowledgeOfALaterIssueTime) {
  const auto whole = late_by(count - 1);
  auto holed = whole;
  holed.segments = {{whole.first_time(), 0, 300}, {whole.time_of(302), 302, count - 302}};
  for (auto& channel : holed.channels)
    channel.values.erase(channel.values.begin() + 300, channel.values.begin() + 302);
  holed.status.erase(holed.status.begin() + 300, holed.status.begin() + 302);
  holed.segments[1].first = 300;
  const auto model = driven();
  const auto at_end = [&](const Series& series) {
    const auto lead = hindcast_with_late_data(model.ensemble, series, {.index = Minutes{20}}).table.leads[0];
    const auto found = std::ranges::find(lead.issue_time, whole.time_of(299));
    return lead.forecast_nt[static_cast<std::size_t>(found - lead.issue_time.begin())];
  };
  EXPECT_NEAR(at_end(holed), at_end(whole), 1e-3) << "nothing after the issue time counts";
}

}  // namespace
}  // namespace symh
