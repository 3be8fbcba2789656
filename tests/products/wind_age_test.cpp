#include "products/wind_age.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "products/forecast_formats.h"

namespace symh {
namespace {

using testing::HasSubstr;
using testing::Not;

const Time issue = make_time(2003, 11, 20, 7, 20);

/// Issued for the newest wind, which reaches Earth so long after.
IssuedForecast with_wind(Minutes way, WindPosition position = WindPosition::l1) {
  IssuedForecast forecast;
  forecast.model = "driven";
  forecast.target = "sym_h";
  forecast.issue_time = issue;
  forecast.last_observed = issue;
  forecast.leads = {{Minutes{60}, issue + Minutes{60}, -105, {}, {}, {}, -90}};
  forecast.solar_wind = SolarWindSeen{issue, position, issue + way};
  return forecast;
}

TEST(WindAge, WindOnItsWayFromL1CoversThePresentUntilItArrives) {
  const auto forecast = with_wind(Minutes{45});
  EXPECT_EQ(wind_covers(forecast, issue + Minutes{45}), true);
  EXPECT_EQ(wind_has_passed(forecast, issue + Minutes{45}), "");
  EXPECT_EQ(wind_covers(forecast, issue + Minutes{46}), false);
  EXPECT_EQ(wind_has_passed(forecast, issue + Minutes{85}),
            "the newest solar wind (2003-11-20T07:20:00Z) reached Earth at 2003-11-20T08:05:00Z, 40 min "
            "before now; symh assumes that its drive fades from then on");
}

TEST(WindAge, WindAtTheBowShockMayBeAsOldAsAProviderNeeds) {
  const auto forecast = with_wind(Minutes{0}, WindPosition::bow_shock);
  EXPECT_EQ(wind_covers(forecast, issue + Minutes{10}), true);
  EXPECT_EQ(wind_covers(forecast, issue + Minutes{11}), false);
}

TEST(WindAge, AForecastIssuedAfterTheNewestWindHoldsItsValues) {
  auto forecast = with_wind(Minutes{45});
  forecast.issue_time += Minutes{60};
  EXPECT_THAT(wind_has_passed(forecast, forecast.issue_time),
              HasSubstr("15 min before now; symh holds its last values up to the issue time"));
}

TEST(WindAge, WithoutAnyWindNothingCoversThePresent) {
  auto forecast = with_wind(Minutes{45});
  forecast.solar_wind = SolarWindSeen{};
  EXPECT_EQ(wind_covers(forecast, issue), false);
  EXPECT_THAT(wind_has_passed(forecast, issue), HasSubstr("there is no solar wind in the data"));
}

TEST(WindAge, IsNotJudgedWhereItDoesNotCount) {
  auto forecast = with_wind(Minutes{45});
  const Time now = issue + Minutes{90};
  forecast.fallback = Fallback{"storms", "no wind", {}};
  EXPECT_EQ(wind_has_passed(forecast, now), "") << "the reason of the fallback says it";
  forecast = with_wind(Minutes{45});
  forecast.solar_wind->at_earth.reset();
  EXPECT_EQ(wind_covers(forecast, now), std::nullopt) << "nobody says where it was measured";
  forecast.solar_wind.reset();
  EXPECT_EQ(wind_covers(forecast, now), std::nullopt) << "the model uses none";
  EXPECT_EQ(wind_has_passed(forecast, now), "");
}

TEST(WindAge, TheProductAndTheTextSayIt) {
  const auto forecast = with_wind(Minutes{45});
  const Time now = issue + Minutes{85};
  const auto wind = to_json(forecast, now).at("solar_wind");
  EXPECT_EQ(wind.at("newest"), "2003-11-20T07:20:00Z");
  EXPECT_EQ(wind.at("age_minutes"), 0);
  EXPECT_EQ(wind.at("age_now_minutes"), 85);
  EXPECT_EQ(wind.at("at_earth"), "2003-11-20T08:05:00Z");
  EXPECT_EQ(wind.at("covers_now"), false);
  EXPECT_EQ(to_json(forecast, issue).at("solar_wind").at("covers_now"), true);
  EXPECT_THAT(to_text(forecast, issue), Not(HasSubstr("reached Earth")));
  EXPECT_THAT(to_text(forecast, issue), HasSubstr("0 min before issue\n\n  lead"))
      << "and no empty line more";
  const auto text = to_text(forecast, now);
  EXPECT_THAT(text, HasSubstr("reached Earth at"));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
  auto none = forecast;
  none.solar_wind = SolarWindSeen{};
  EXPECT_TRUE(to_json(none, now).at("solar_wind").at("at_earth").is_null());
  EXPECT_EQ(to_json(none, now).at("solar_wind").at("covers_now"), false);
}

TEST(WindAge, ADurationIsSpacedByItsUnits) {
  EXPECT_EQ(spaced(Minutes{45}), "45 min");
  EXPECT_EQ(spaced(Minutes{0}), "0 min");
  EXPECT_EQ(spaced(Minutes{185}), "3 h 5 min");
  EXPECT_EQ(spaced(Minutes{1440}), "1 d");
  EXPECT_EQ(spaced(Minutes{14 * 1440 + 185}), "14 d 3 h") << "minutes tell nothing about weeks";
}

}  // namespace
}  // namespace symh
