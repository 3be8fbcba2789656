#include "windows/windows.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/error.h"
#include "windows/split.h"

namespace symh {
namespace {

const Time day = make_time(2003, 11, 20);

Series series_of(std::vector<float> values, Minutes cadence = Minutes{5}) {
  Series series;
  series.cadence = cadence;
  series.segments = {{day, 0, values.size()}};
  series.status.assign(values.size(), Status::definitive);
  series.channels = {{"sym_h", std::move(values)}};
  return series;
}

Series random_series(std::size_t count, unsigned seed) {
  std::mt19937_64 generator(seed);
  std::vector<float> values(count);
  for (auto& value : values) value = static_cast<float>(generator() % 200) - 150.F;
  return series_of(std::move(values));
}

WindowsConfig small_config() {
  WindowsConfig config;
  config.lookback = Minutes{30};
  config.horizon = {Minutes{10}, Minutes{60}};
  config.fill_limit = Minutes{10};
  return config;
}

Windows windows_of(Series series, const WindowsConfig& config, bool need_target = false) {
  const auto prepared = std::make_shared<const Prepared>(prepare(std::move(series), config));
  auto rows = issue_rows(*prepared, config, need_target).rows;
  auto scaling = fit_scaling(*prepared, rows, config);
  return {prepared, config, scaling, std::move(rows)};
}

TEST(Windows, TheLabelOfAWindowIsTheValueAtIssueTimePlusLeadTimeInMinutes) {
  auto series = random_series(500, 1);
  const auto values = series.channels[0].values;
  const auto config = small_config();
  const auto windows = windows_of(std::move(series), config);
  const auto batch = windows.batch(0, windows.size());
  for (std::int64_t i = 0; i < windows.size(); ++i) {
    for (std::int64_t l = 0; l < 2; ++l) {
      const auto valid = windows.issue_time(i) + config.horizon[static_cast<std::size_t>(l)];
      const auto row = static_cast<std::size_t>((valid - day) / Minutes{5});
      const float observed = batch.observed_nt[i][l].item<float>();
      if (row >= values.size())
        EXPECT_TRUE(std::isnan(observed));
      else
        EXPECT_EQ(observed, values[row]);
    }
  }
}

TEST(Windows, InputsEndAtTheIssueTimeAndAreScaled) {
  auto series = random_series(200, 2);
  const auto values = series.channels[0].values;
  const auto windows = windows_of(std::move(series), small_config());
  const auto batch = windows.batch(7, 1);
  const auto last = static_cast<std::size_t>((windows.issue_time(7) - day) / Minutes{5});
  const auto& scaling = windows.scaling();
  for (std::size_t step = 0; step < 6; ++step)
    EXPECT_NEAR(batch.inputs[0][static_cast<long>(step)][0].item<float>(),
                (values[last - 5 + step] - scaling.mean[0]) / scaling.scale[0], 1e-6);
  EXPECT_EQ(batch.last_nt[0].item<float>(), values[last]);
}

TEST(Windows, InputsMayBeThinnedOrLeftOut) {
  const auto config = small_config();
  const auto windows = windows_of(random_series(300, 3), config);
  const auto whole = windows.batch(7, 20);
  for (const long every : {0, 1, 2, 3, 5, 100}) {
    Windows::Request request;
    request.every = every;
    const auto thin = windows.batch(7, 20, request);
    EXPECT_TRUE(thin.observed_nt.equal(whole.observed_nt));
    ASSERT_EQ(thin.inputs.defined(), every > 0);
    if (every == 0) continue;
    EXPECT_EQ(thin.every, every);
    const auto steps = whole.inputs.size(1);
    EXPECT_TRUE(thin.inputs.equal(whole.inputs.slice(1, (steps - 1) % every, steps, every))) << every;
  }
}

TEST(Windows, ChangingAllLaterDataLeavesTheWindowBitIdentical) {
  for (const auto predict : {Predict::change, Predict::level}) {
    auto config = small_config();
    config.predict = predict;
    config.channels = {"sym_h", "sym_h_missing", "hour_sin"};
    auto series = random_series(300, 3);
    for (const std::size_t gap : {40U, 41U, 100U, 101U, 102U, 103U, 104U})
      series.channels[0].values[gap] = missing;
    auto changed = series;
    constexpr std::size_t issue = 150;
    for (std::size_t row = issue + 1; row < 300; ++row)
      changed.channels[0].values[row] = row % 3 ? -999.F : missing;
    const auto a = std::make_shared<const Prepared>(prepare(series, config));
    const auto b = std::make_shared<const Prepared>(prepare(changed, config));
    const Scaling scaling{{0, 0, 0}, {1, 1, 1}, {0, 0}, {1, 1}};
    std::vector<std::int64_t> rows;
    for (std::int64_t row = 6; row <= static_cast<std::int64_t>(issue); ++row)
      if (a->history(static_cast<std::size_t>(row)) >= 6) rows.push_back(row);
    const Windows first(a, config, scaling, rows), second(b, config, scaling, rows);
    EXPECT_TRUE(torch::equal(first.batch(0, first.size()).inputs, second.batch(0, second.size()).inputs));
    const auto held = [](const Windows& w) { return w.batch(0, w.size()).last_nt.nan_to_num(12345.0); };
    EXPECT_TRUE(torch::equal(held(first), held(second)));
    for (std::size_t row = 0; row <= issue; ++row) EXPECT_EQ(a->history(row), b->history(row));
  }
}

TEST(Windows, ShortGapsAreHeldLongOnesEndTheWindowUnlessMasked) {
  auto series = random_series(100, 4);
  auto& values = series.channels[0].values;
  values[20] = missing;                                       // filled
  for (std::size_t i = 50; i < 56; ++i) values[i] = missing;  // too long: 30 minutes
  auto config = small_config();
  const auto plain = prepare(series, config);
  EXPECT_GT(plain.history(20), 20);
  EXPECT_EQ(plain.history(53), 0);
  EXPECT_EQ(plain.history(56), 1) << "history starts again after the gap";
  EXPECT_EQ(issue_rows(plain, config, false).missing_inputs, 5U + 4U + 5U);
  config.channels = {"sym_h", "sym_h_missing"};
  config.predict = Predict::level;
  EXPECT_EQ(prepare(series, config).history(53), 54);
}

TEST(Windows, TheTargetIsKeptOnceWhereItIsAnInputAndNeverMistakenForWhatIsHeld) {
  auto series = random_series(60, 8);
  series.add("other").values.assign(60, 1.F);
  auto& values = series.channels[0].values;
  values[20] = missing;
  const float before = values[19];
  auto config = small_config();
  const auto expect_held = [&](const Prepared& prepared) {
    EXPECT_EQ(prepared.last_nt(20), before);
    EXPECT_TRUE(std::isnan(prepared.observed_nt(20)));
    EXPECT_EQ(prepared.observed_nt(21), values[21]);
  };
  config.channels = {"other", "sym_h", "other"};
  const auto shared = prepare(series, config);
  EXPECT_TRUE(shared.own_last.empty());
  EXPECT_EQ(shared.inputs[0], shared.inputs[2]) << "a channel may stand twice";
  expect_held(shared);
  config.difference = true;
  expect_held(prepare(series, config));
  config.difference = false;
  config.channels = {"other"};
  expect_held(prepare(series, config));
}

TEST(Windows, NeverCrossASegment) {
  auto series = random_series(100, 5);
  series.segments = {{day, 0, 50}, {day + Minutes{5 * 2000}, 50, 50}};
  const auto config = small_config();
  const auto prepared = prepare(series, config);
  EXPECT_EQ(prepared.history(50), 1);
  EXPECT_TRUE(std::isnan(observed_after(prepared, 49, Minutes{10})));
  const auto rows = issue_rows(prepared, config, true).rows;
  for (const auto row : rows) EXPECT_TRUE((row >= 5 && row <= 47) || (row >= 55 && row <= 97)) << row;
}

TEST(Windows, ShorterHistoriesStandAtTheEndWithZerosBefore) {
  auto config = small_config();
  config.lookback_min = Minutes{10};
  const auto windows = windows_of(random_series(50, 6), config);
  const auto batch = windows.batch(0, 1);
  EXPECT_EQ(batch.lengths[0].item<std::int64_t>(), 2);
  EXPECT_TRUE((batch.inputs[0].slice(0, 0, 4) == 0).all().item<bool>());
  EXPECT_TRUE((batch.inputs[0].slice(0, 4, 6) != 0).any().item<bool>());
}

TEST(Windows, RandomLengthsStayBetweenMinimumAndWhatIsThereAndFollowTheSeed) {
  auto config = small_config();
  config.lookback_min = Minutes{10};
  const auto windows = windows_of(random_series(300, 7), config);
  std::vector<std::int64_t> all(static_cast<std::size_t>(windows.size()));
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::int64_t>(i);
  Windows::Request request;
  request.random_length_seed = 5;
  const auto a = windows.batch(all, request).lengths, b = windows.batch(all, request).lengths;
  EXPECT_TRUE(torch::equal(a, b));
  EXPECT_EQ(a.min().item<std::int64_t>(), 2);
  EXPECT_EQ(a.max().item<std::int64_t>(), 6);
}

TEST(Windows, StepTargetsAgreeWithTheTargetsOfEarlierWindows) {
  const auto windows = windows_of(random_series(100, 8), small_config());
  Windows::Request request;
  request.step_targets = true;
  const std::vector<std::int64_t> later{20};
  const auto steps = windows.batch(later, request).step_targets;
  for (std::int64_t back = 0; back < 6; ++back)
    EXPECT_TRUE(torch::equal(steps[0][5 - back], windows.batch(20 - back, 1).targets[0]));
}

TEST(Windows, ForecastsComeBackInNanotesla) {
  for (const auto predict : {Predict::change, Predict::level}) {
    auto config = small_config();
    config.predict = predict;
    const auto windows = windows_of(random_series(100, 9), config, true);
    const auto batch = windows.batch(0, 20);
    const auto back = to_nt(batch.targets, batch.base_nt, windows.scaling());
    EXPECT_TRUE(torch::allclose(back, batch.observed_nt, 1e-5, 1e-3)) << name_of(predict);
  }
}

TEST(Windows, AColumnNamedLikeADerivedChannelDoesNotTakeItsPlace) {
  auto config = small_config();
  config.channels = {"sym_h", "dynamic_pressure", "vbs"};
  auto series = random_series(100, 6);
  for (const auto& [name, value] : {std::pair{"density", 5.F}, {"speed", 400.F}, {"bz_gsm", -3.F}})
    series.channels.push_back({name, std::vector<float>(series.size(), value)});
  series.solar_wind_at = WindPosition::l1;
  const auto computed = prepare(series, config);
  for (const auto* name : {"dynamic_pressure", "vbs"})
    series.channels.push_back({name, std::vector<float>(series.size(), 99.F)});
  const auto beside = prepare(series, config);
  EXPECT_EQ(beside.inputs, computed.inputs);
  EXPECT_NEAR(beside.inputs[1][50], 1.338F, 1e-3F) << "nPa of 5 protons a cm^3 at 400 km/s";
}

TEST(Windows, DataShorterThanASampleAreRefused) {
  auto config = small_config();
  config.cadence = Minutes{5};
  EXPECT_THROW(prepare(series_of({-5, -6}, Minutes{1}), config), DataError);
}

TEST(Windows, DifferencesReplaceTheTargetsLevel) {
  auto config = small_config();
  config.difference = true;
  auto series = series_of({0, 1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 66});
  const auto prepared = prepare(series, config);
  EXPECT_EQ(prepared.history(0), 0);
  EXPECT_EQ(prepared.inputs[0][3], 3.F);
  EXPECT_EQ(prepared.last_nt(3), 6.F) << "the level at issue time is kept";
}

TEST(Scaling, SeesTrainingWindowsOnly) {
  const auto config = small_config();
  auto series = random_series(400, 10);
  auto other = series;
  for (std::size_t row = 300; row < 400; ++row) other.channels[0].values[row] = 9000.F;
  const auto a = prepare(series, config), b = prepare(other, config);
  std::vector<std::int64_t> training;
  for (std::int64_t row = 5; row < 280; ++row) training.push_back(row);
  EXPECT_EQ(fit_scaling(a, training, config).mean, fit_scaling(b, training, config).mean);
  EXPECT_EQ(fit_scaling(a, training, config).target_scale, fit_scaling(b, training, config).target_scale);
}

TEST(Split, EveryKindKeepsTheEmbargo) {
  auto series = random_series(4000, 11);
  series.segments = {
      {day, 0, 1000}, {day + Minutes{1440 * 20}, 1000, 1000}, {day + Minutes{1440 * 40}, 2000, 2000}};
  const auto config = small_config();
  const auto prepared = prepare(series, config);
  const auto rows = issue_rows(prepared, config, true).rows;
  for (const auto& [by, name] : choices<SplitBy>) {
    SplitConfig split;
    split.by = by;
    split.validation_from = "2004-01-01";
    split.validation_fraction = 0.34;
    const auto parts = split_rows(prepared, rows, split, config);
    const auto embargo = effective_embargo(split, config);
    EXPECT_EQ(embargo, Minutes{90});
    for (const auto train : parts.train)
      for (const auto validation : parts.validation) {
        const auto apart = prepared.grid.time_of(static_cast<std::size_t>(train)) -
                           prepared.grid.time_of(static_cast<std::size_t>(validation));
        ASSERT_GT(std::chrono::abs(apart), embargo) << name;
      }
    EXPECT_GT(parts.validation.size(), 400U) << name;
  }
}

}  // namespace
}  // namespace symh
