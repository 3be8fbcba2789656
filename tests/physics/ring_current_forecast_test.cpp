#include "physics/ring_current_forecast.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "core/error.h"
#include "physics/ring_current.h"

namespace symh {
namespace {

constexpr std::array<std::int64_t, 2> one_and_two_hours{12, 24};

Series steady_wind(std::size_t count, WindPosition position = WindPosition::l1) {
  Series series;
  series.cadence = Minutes{5};
  series.solar_wind_at = position;
  series.segments = {{make_time(2003, 11, 20), 0, count}};
  series.status.assign(count, Status::unknown);
  series.add("speed").values.assign(count, 500.F);  // 50 minutes from L1
  series.add("bz_gsm").values.assign(count, 5.F);   // northward: no drive
  series.add("density").values.assign(count, 5.F);
  return series;
}

RingCurrentForecasts forecasts_of(const Series& series, float last_nt = -50.F) {
  return {solar_wind(series, Minutes{60}), series, std::vector<float>(series.size(), last_nt)};
}

float forecast_of(const Series& series, const std::string& model, std::size_t row, std::int64_t lead) {
  float value = missing;
  forecasts_of(series).forecast(ring_current_model(model), row, std::array{lead}, &value);
  return value;
}

TEST(RingCurrentForecasts, RecoverUnderNorthwardFieldByTheDecayTime) {
  const auto series = steady_wind(100);
  std::array<float, 2> values{};
  forecasts_of(series).forecast(ring_current_model("obrien_mcpherron"), 50, one_and_two_hours, values.data());
  const double term = pressure_term_nt(1.6726e-6 * 5 * 500 * 500), star = -50 - term;
  EXPECT_NEAR(values[0], star * std::exp(-1 / decay_hours(obrien_mcpherron_law, 0.0)) + term, 1e-3);
  EXPECT_NEAR(values[1], star * std::exp(-2 / decay_hours(obrien_mcpherron_law, 0.0)) + term, 1e-3);
  EXPECT_NEAR(forecast_of(series, "burton", 50, 12),
              star * std::exp(-1 / decay_hours(burton_law, 0.0)) + term, 1e-3);
}

TEST(RingCurrentForecasts, KnowTheDriveThatHasNotArrivedYet) {
  auto series = steady_wind(100);
  for (std::size_t row = 41; row <= 50; ++row)
    series.find("bz_gsm")->values[row] = -20.F;  // passed L1 just now
  const float propagated = forecast_of(series, "obrien_mcpherron", 50, 12);
  EXPECT_LT(propagated, forecast_of(steady_wind(100), "obrien_mcpherron", 50, 12) - 20);
  series = steady_wind(100);
  for (std::size_t row = 0; row <= 39; ++row)
    series.find("bz_gsm")->values[row] = -20.F;  // has arrived already
  EXPECT_NEAR(forecast_of(series, "obrien_mcpherron", 51, 6),
              forecast_of(steady_wind(100), "obrien_mcpherron", 51, 6), 1e-3);
}

TEST(RingCurrentForecasts, AtTheBowShockDriveAtOnce) {
  auto at_l1 = steady_wind(100), at_shock = steady_wind(100, WindPosition::bow_shock);
  for (auto* series : {&at_l1, &at_shock})
    for (std::size_t row = 45; row < 100; ++row) series->find("bz_gsm")->values[row] = -20.F;
  EXPECT_LT(forecast_of(at_shock, "obrien_mcpherron", 50, 3),
            forecast_of(at_l1, "obrien_mcpherron", 50, 3) - 5);
}

TEST(RingCurrentForecasts, SeeNothingThatIsStampedLater) {
  auto series = steady_wind(120), changed = series;
  for (std::size_t row = 61; row < 120; ++row) {
    changed.find("bz_gsm")->values[row] = -40.F;
    changed.find("speed")->values[row] = 900.F;
    changed.find("density")->values[row] = missing;
  }
  for (const auto& model : baseline_ring_current_models())
    for (std::size_t row = 0; row <= 60; ++row)
      EXPECT_EQ(forecast_of(series, model.name, row, 24), forecast_of(changed, model.name, row, 24))
          << model.name;
  std::array<float, 9> drive{}, same{};
  forecasts_of(series).arriving(60, 4, 3, drive.data());
  forecasts_of(changed).arriving(60, 4, 3, same.data());
  EXPECT_EQ(drive, same);
}

TEST(RingCurrentForecasts, ArrivingDriveIsThatOfL1ADelayEarlier) {
  auto series = steady_wind(100);
  for (std::size_t row = 41; row <= 44; ++row) series.find("bz_gsm")->values[row] = -10.F;
  std::array<float, 9> drive{};
  forecasts_of(series).arriving(50, 4, 3,
                                drive.data());  // 50 minutes are 10 samples: rows 40 ... 44 come first
  EXPECT_NEAR(drive[0], 5.F * 3.5F / 4, 0.2F);
  EXPECT_LT(drive[6], 0.2F) << "the third stretch has none of it";
}

TEST(RingCurrentForecasts, UnknownNamesAreRefused) {
  EXPECT_THROW(ring_current_model("dessler"), UsageError);
}

}  // namespace
}  // namespace symh
