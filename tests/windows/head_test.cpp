#include "windows/head.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/error.h"
#include "windows/windows.h"

namespace symh {
namespace {

const Time day = make_time(2003, 11, 20);

Series stormy_series(std::size_t count, unsigned seed = 1) {
  std::mt19937_64 generator(seed);
  const auto draw = [&](float low, float high) {
    return low + (high - low) * static_cast<float>(generator() % 1000) / 1000.F;
  };
  Series series;
  series.cadence = Minutes{5};
  series.solar_wind_at = WindPosition::l1;
  series.segments = {{day, 0, count}};
  series.status.assign(count, Status::definitive);
  for (const auto* name : {"sym_h", "speed", "bz_gsm", "by_gsm", "density"})
    series.add(name).values.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    series.find("sym_h")->values[i] = draw(-150, 10);
    series.find("speed")->values[i] = draw(350, 700);
    series.find("bz_gsm")->values[i] = draw(-20, 15);
    series.find("by_gsm")->values[i] = draw(-10, 10);
    series.find("density")->values[i] = draw(2, 20);
  }
  return series;
}

WindowsConfig full_config() {
  WindowsConfig config;
  config.lookback = Minutes{60};
  config.horizon = {Minutes{60}, Minutes{120}};
  config.channels = {"sym_h", "vbs", "v_bz", "newell_coupling"};
  config.head = {"last", "physics", "bank", "drive", "hour_sin", "sqrt_pressure"};
  config.predict = Predict::correction;
  return config;
}

TEST(Head, NamesEveryFeatureOnce) {
  const auto names = head_features(full_config());
  // last; 4 models and a bank of 8 at 2 lead times; 6 stretches of 3; 2 channels
  EXPECT_EQ(names.size(), 1U + 12U * 2 + 18U + 2U);
  auto sorted = names;
  std::ranges::sort(sorted);
  EXPECT_EQ(std::unique(sorted.begin(), sorted.end()), sorted.end());
  EXPECT_TRUE(head_features(WindowsConfig{}).empty());
}

TEST(Head, EveryGroupHasALineInTheHelpOfItsKey) {
  WindowsConfig config;
  const auto options = options_of(config);
  const auto help = std::ranges::find(options, "windows.head", &Option::key)->help;
  ASSERT_GT(feature_groups().size(), 1U);
  for (const auto& [name, group] : feature_groups()) {
    if (name.empty()) continue;  // the group of channels
    EXPECT_TRUE(is_head_group(std::string(name)));
    EXPECT_NE(help.find("\n  " + std::string(name) + ": "), std::string::npos) << name;
  }
}

TEST(Head, ValuesStandUnderTheirNames) {
  const auto config = full_config();
  const auto prepared = prepare(stormy_series(100), config);
  const std::vector<std::int64_t> rows{40};
  const auto values = head_values(prepared, config, rows);
  const auto names = head_features(config);
  const auto at = [&](const std::string& name) {
    return values[static_cast<std::size_t>(std::ranges::find(names, name) - names.begin())];
  };
  EXPECT_EQ(at("last"), prepared.last_nt(40));
  const auto physics = physics_nt(prepared, config, rows);
  EXPECT_FLOAT_EQ(at("obrien_mcpherron@1h"), physics[6] - prepared.last_nt(40));
  EXPECT_FLOAT_EQ(at("burton_held@2h"), physics[1] - prepared.last_nt(40));
  EXPECT_FLOAT_EQ(base_nt(prepared, config, rows)[0], physics[6]);
  EXPECT_GE(at("sqrt_pressure"), 0.F);
  EXPECT_NEAR(at("hour_sin"), std::sin(2 * M_PI * 200 / 1440), 1e-5);
}

TEST(Head, SeesNothingThatIsStampedLater) {
  const auto config = full_config();
  const auto series = stormy_series(200);
  auto changed = series;
  const auto other = stormy_series(200, 2);
  for (auto& channel : changed.channels)
    for (std::size_t row = 101; row < 200; ++row) channel.values[row] = other.at(channel.name).values[row];
  const std::vector<std::int64_t> rows{60, 80, 100};
  const auto a = prepare(series, config), b = prepare(changed, config);
  EXPECT_EQ(head_values(a, config, rows), head_values(b, config, rows));
  EXPECT_EQ(base_nt(a, config, rows), base_nt(b, config, rows));
  EXPECT_EQ(physics_nt(a, config, rows), physics_nt(b, config, rows));
}

TEST(Head, CorrectionsComeBackInNanotesla) {
  const auto config = full_config();
  const auto prepared = std::make_shared<const Prepared>(prepare(stormy_series(200), config));
  auto rows = issue_rows(*prepared, config, true).rows;
  const auto scaling = fit_scaling(*prepared, rows, config);
  const Windows windows(prepared, config, scaling, rows);
  const auto batch = windows.batch(0, 50);
  EXPECT_EQ(batch.head.size(1), static_cast<std::int64_t>(head_features(config).size()));
  EXPECT_LT(batch.head.mean().abs().item<float>(), 1.F) << "scaled";
  EXPECT_TRUE(torch::allclose(to_nt(batch.targets, batch.base_nt, scaling), batch.observed_nt, 1e-4, 1e-2));
}

TEST(Head, ScalingSeesTrainingWindowsOnly) {
  const auto config = full_config();
  auto series = stormy_series(300), other = series;
  for (std::size_t row = 200; row < 300; ++row) other.find("density")->values[row] = 900.F;
  std::vector<std::int64_t> training;
  for (std::int64_t row = 20; row < 150; ++row) training.push_back(row);
  const auto a = fit_scaling(prepare(series, config), training, config);
  const auto b = fit_scaling(prepare(other, config), training, config);
  EXPECT_EQ(a.head_mean, b.head_mean);
  EXPECT_EQ(a.head_scale, b.head_scale);
}

TEST(SolarWindPosition, MustBeKnownWhereItMatters) {
  auto series = stormy_series(100);
  series.solar_wind_at = WindPosition::unknown;
  EXPECT_THROW(prepare(series, full_config()), UsageError);
  WindowsConfig indices;
  EXPECT_EQ(prepare(series, indices).ring_current, nullptr);
}

TEST(Drivers, RequiredOnesEndTheWindowOptionalOnesDoNot) {
  auto config = full_config();
  auto series = stormy_series(200);
  for (std::size_t row = 100; row < 130; ++row) series.find("bz_gsm")->values[row] = missing;
  config.fill_limit = Minutes{30};
  EXPECT_EQ(prepare(series, config).history(120), 0);
  config.drivers = Drivers::optional;
  EXPECT_EQ(prepare(series, config).history(120), 121);
}

TEST(Drivers, MayBeAbsentAltogetherWhereOptional) {
  auto config = full_config();
  config.drivers = Drivers::optional;
  config.channels.push_back("bz_gsm_missing");
  Series indices = stormy_series(100);
  std::erase_if(indices.channels, [](const Channel& channel) { return channel.name != "sym_h"; });
  indices.solar_wind_at = WindPosition::unknown;
  const auto prepared = std::make_shared<const Prepared>(prepare(indices, config));
  EXPECT_EQ(prepared->history(50), 51);
  EXPECT_EQ(prepared->inputs[4][50], 1.F) << "the mask says so";
  const auto whole = prepare(stormy_series(100), config);
  std::vector<std::int64_t> rows{50};
  const Windows windows(prepared, config, fit_scaling(whole, issue_rows(whole, config, true).rows, config),
                        rows);
  EXPECT_TRUE(windows.batch(0, 1).inputs.isfinite().all().item<bool>());
  EXPECT_TRUE(windows.batch(0, 1).head.isfinite().all().item<bool>());
  config.drivers = Drivers::required;
  EXPECT_THROW(prepare(indices, config), UsageError);
}

TEST(Drivers, AreHeldToTheLimitAndThenMissingEvenBesideAMask) {
  WindowsConfig config;
  config.lookback = Minutes{60};
  config.channels = {"sym_h", "bz_gsm", "bz_gsm_missing"};
  config.fill_limit = Minutes{10};
  auto series = stormy_series(100);
  for (std::size_t row = 50; row < 60; ++row) series.find("bz_gsm")->values[row] = missing;
  const auto prepared = prepare(series, config);
  EXPECT_EQ(prepared.inputs[1][51], series.at("bz_gsm").values[49]);
  EXPECT_TRUE(std::isnan(prepared.inputs[1][52]));
  EXPECT_EQ(prepared.history(52), 53);
}

}  // namespace
}  // namespace symh
