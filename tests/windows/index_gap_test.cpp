#include "windows/index_gap.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "core/error.h"
#include "physics/gap_path.h"
#include "physics/quick_index_error.h"
#include "physics/random.h"
#include "windows/head.h"
#include "windows/windows.h"

namespace symh {
namespace {

constexpr std::size_t count = 3000;
const Time start = make_time(2003, 11, 15);

Series storm() {
  Series series;
  series.cadence = Minutes{5};
  series.solar_wind_at = WindPosition::l1;
  series.segments = {{start, 0, count}};
  series.status.assign(count, Status::definitive);
  Random random(3);
  Correlated field(random, 30), index(random, 60);
  for (const auto* name : {"sym_h", "speed", "bz_gsm", "by_gsm", "density"})
    series.add(name).values.resize(count);
  for (std::size_t row = 0; row < count; ++row) {
    series.find("sym_h")->values[row] = static_cast<float>(-60 + 30 * index.next());
    series.find("speed")->values[row] = static_cast<float>(random.uniform(400, 600));
    series.find("bz_gsm")->values[row] = static_cast<float>(-3 + 6 * field.next());
    series.find("by_gsm")->values[row] = static_cast<float>(random.uniform(-5, 5));
    series.find("density")->values[row] = static_cast<float>(random.uniform(3, 9));
  }
  return series;
}

WindowsConfig gap_config() {
  WindowsConfig config;
  config.lookback = Minutes{60};
  config.channels = {"speed", "bz_gsm", "vbs"};
  config.head = {"gap", "last", "physics", "drive", "hour_sin"};
  config.predict = Predict::correction;
  config.drivers = Drivers::optional;
  return config;
}

std::map<std::string, float> features_at(const Prepared& prepared, const WindowsConfig& config,
                                         std::int64_t row) {
  const auto names = head_features(config);
  const std::vector rows{row};
  const auto values = head_values(prepared, config, rows);
  std::map<std::string, float> features;
  for (std::size_t i = 0; i < names.size(); ++i) features[names[i]] = values[i];
  return features;
}

TEST(IndexAge, DrawsEveryAgeFromTheStampAlone) {
  std::map<std::string, double> shares;
  constexpr int draws = 20000;
  for (int i = 0; i < draws; ++i) {
    const Time time = start + Minutes{5 * i};
    const auto age = IndexAge::drawn().at(time);
    EXPECT_EQ(age, IndexAge::drawn().at(time));
    EXPECT_TRUE(age == Minutes{0} || age == no_index_age || (age >= Minutes{5} && age <= Minutes{1500}));
    shares[age == Minutes{0}     ? "zero"
           : age == no_index_age ? "none"
           : age < Minutes{87}   ? "below the middle of the logarithms"
                                 : "above"] += 1.0 / draws;
  }
  EXPECT_NEAR(shares["zero"], 0.2, 0.01);
  EXPECT_NEAR(shares["none"], 0.15, 0.01);
  EXPECT_NEAR(shares["above"], 0.325, 0.015);
}

TEST(IndexGap, KnowsTheNewestValueThatHasCome) {
  const auto prepared = prepare(storm(), gap_config(), IndexAge::fixed(Minutes{180}));
  EXPECT_EQ(prepared.gap->newest(1000), 1000 - 36);
  EXPECT_EQ(prepared.newest_nt(1000), prepared.observed_nt(1000 - 36)) << "persistence";
  EXPECT_EQ(prepared.gap->newest(20), -1) << "nothing has come yet";
  EXPECT_TRUE(std::isnan(prepared.newest_nt(20)));
  EXPECT_EQ(prepared.observed_nt(1000), storm().at("sym_h").values[1000]) << "the truth stays what it is";
  const auto none = prepare(storm(), gap_config(), IndexAge::fixed(no_index_age));
  EXPECT_EQ(none.gap->newest(2900), -1);
}

TEST(IndexGap, EstimatesAsThePathThroughTheGap) {
  auto series = storm();
  const auto prepared = prepare(series, gap_config(), IndexAge::fixed(Minutes{600}));
  for (const std::size_t row : {1500UL, 2000UL, 2999UL}) {
    auto known = series;
    for (auto later = row - 119; later < count; ++later) known.find("sym_h")->values[later] = missing;
    const auto path = path_through_gap(known, series.time_of(row));
    ASSERT_TRUE(path.has_value());
    EXPECT_NEAR(prepared.last_nt(row), path->sym_h_nt.back(), 1e-3) << row;
  }
  const auto fresh = prepare(series, gap_config());
  EXPECT_EQ(fresh.last_nt(1500), series.at("sym_h").values[1500]);
}

TEST(IndexGap, TheHeadSaysHowOldTheIndexIs) {
  const auto config = gap_config();
  const auto late = features_at(prepare(storm(), config, IndexAge::fixed(Minutes{180})), config, 2000);
  EXPECT_FLOAT_EQ(late.at("index_age"), 3);
  EXPECT_FLOAT_EQ(late.at("log_index_age"), std::log(4.F));
  EXPECT_EQ(late.at("no_index"), 0);
  const auto series = storm();
  const auto& index = series.at("sym_h").values;
  EXPECT_EQ(late.at("newest"), index[2000 - 36]);
  EXPECT_FLOAT_EQ(late.at("newest_change@1h"), index[2000 - 36] - index[2000 - 48]);
  EXPECT_EQ(late.at("last"), prepare(storm(), config, IndexAge::fixed(Minutes{180})).last_nt(2000));
  const auto none = features_at(prepare(storm(), config, IndexAge::fixed(no_index_age)), config, 2000);
  EXPECT_EQ(none.at("no_index"), 1);
  EXPECT_TRUE(std::isnan(none.at("newest")));
  EXPECT_EQ(none.at("obrien_mcpherron_estimate"), none.at("obrien_mcpherron_from_quiet"));
}

TEST(IndexGap, TheMeansOfTheWindAreThoseOfTheirStretches) {
  const auto config = gap_config();
  const auto series = storm();
  const auto features = features_at(prepare(series, config), config, 2000);
  double sum = 0;
  for (std::size_t row = 2000 - 23; row <= 2000 - 12; ++row) sum += series.at("bz_gsm").values[row];
  EXPECT_NEAR(features.at("mean_bz@1h-2h"), sum / 12, 1e-4);
  EXPECT_TRUE(std::isnan(features_at(prepare(series, config), config, 100).at("mean_speed@18h-1d")));
}

/// No value of the target that has not come, and nothing that is stamped later, changes a window.
TEST(IndexGap, WindowsSeeNothingThatHasNotCome) {
  const auto config = gap_config();
  const auto series = storm();
  for (const auto age : {Minutes{0}, Minutes{180}, Minutes{1440}, no_index_age}) {
    const std::int64_t row = 2000;
    auto changed = series;
    for (auto& channel : changed.channels) {
      const bool index = channel.name == "sym_h";
      const auto steps = index ? static_cast<std::size_t>(age / Minutes{5}) : 0;
      const std::size_t first = index && age == no_index_age ? 0 : static_cast<std::size_t>(row) + 1 - steps;
      for (auto later = first; later < count; ++later)
        channel.values[later] = later % 3 == 0 && !index ? missing : -77.F;
    }
    const auto prepare_late = [&](const Series& data) {
      return std::make_shared<const Prepared>(prepare(data, config, IndexAge::fixed(age)));
    };
    const auto before = prepare_late(series), after = prepare_late(changed);
    const auto scaling = fit_scaling(*before, {1000, 1500, row}, config);
    const Windows windows(before, config, scaling, {row}), others(after, config, scaling, {row});
    const auto a = windows.batch(0, 1), b = others.batch(0, 1);
    EXPECT_TRUE(at::equal(a.inputs, b.inputs)) << age.count();
    EXPECT_TRUE(at::equal(a.head, b.head)) << age.count();
    EXPECT_TRUE(at::equal(a.base_nt, b.base_nt)) << age.count();
  }
}

WindowsConfig anchor_config() {
  auto config = gap_config();
  config.head.emplace_back("anchor");
  return config;
}

/// The storm with Dst, and nothing of SYM-H or Dst that has not come at a row.
Series storm_with_dst() {
  auto series = storm();
  auto dst = simulated_dst(series, series.at("sym_h").values);
  series.add("dst").values = std::move(dst);
  return series;
}

TEST(IndexGap, DstCorrectsTheEstimateAsOnThePathThroughTheGap) {
  const auto series = storm_with_dst();
  const auto prepared = prepare(series, anchor_config(), IndexAge::fixed(Minutes{1440}));
  auto known = series;
  const std::size_t row = 2000;
  for (auto later = row - 287; later < count; ++later) known.find("sym_h")->values[later] = missing;
  for (auto later = row - 11; later < count; ++later) known.find("dst")->values[later] = missing;
  const auto path = path_through_gap(known, series.time_of(row));
  ASSERT_TRUE(path.has_value() && path->anchor.has_value());
  EXPECT_NEAR(prepared.last_nt(row), path->sym_h_nt.back(), 0.5);
  const auto features = features_at(prepared, anchor_config(), row);
  EXPECT_EQ(features.at("dst_known"), 1);
  EXPECT_NEAR(features.at("dst_correction"), path->anchor->nt, 0.5);
  EXPECT_GT(features.at("dst_deviation"), 1);
  EXPECT_EQ(
      features_at(prepare(storm(), anchor_config(), IndexAge::fixed(Minutes{1440})), anchor_config(), row)
          .at("dst_known"),
      0);
}

TEST(IndexGap, DstThatHasNotComeChangesNothing) {
  const auto series = storm_with_dst();
  auto changed = series;
  const std::size_t row = 2000;
  for (auto later = row - 11; later < count; ++later)
    if (!std::isnan(changed.at("dst").values[later])) changed.find("dst")->values[later] = -400.F;
  const auto config = anchor_config();
  for (const auto age : {Minutes{180}, Minutes{1440}, no_index_age}) {
    const auto before = features_at(prepare(series, config, IndexAge::fixed(age)), config, row);
    for (const auto& [name, value] : features_at(prepare(changed, config, IndexAge::fixed(age)), config, row))
      EXPECT_TRUE(value == before.at(name) || (std::isnan(value) && std::isnan(before.at(name))))
          << name << " at " << age.count();
  }
  changed.find("dst")->values[(row - 12) / 12 * 12] = -400.F;
  EXPECT_NE(prepare(series, config, IndexAge::fixed(Minutes{1440})).last_nt(row),
            prepare(changed, config, IndexAge::fixed(Minutes{1440})).last_nt(row))
      << "an hour that has been over for an hour counts";
}

WindowsConfig station_config() {
  auto config = gap_config();
  config.head.emplace_back("stations");
  return config;
}

Series storm_with_estimates() {
  auto series = storm();
  add_drawn_estimates(series, Minutes{1440});
  return series;
}

TEST(IndexGap, ObservatoriesCorrectTheEstimateAsOnThePathThroughTheGap) {
  const auto series = storm_with_estimates();
  const auto config = station_config();
  const auto prepared = prepare(series, config, IndexAge::fixed(Minutes{1440}, Minutes{10}));
  const std::size_t row = 2000;
  auto known = series;
  for (auto later = row - 287; later < count; ++later) known.find("sym_h")->values[later] = missing;
  for (const auto* name : {quick_index_channel, quick_index_error_channel})
    for (auto later = row - 1; later < count; ++later) known.find(name)->values[later] = missing;
  const auto path = path_through_gap(known, series.time_of(row));
  ASSERT_TRUE(path && path->stations);
  EXPECT_EQ(path->stations->known_until, series.time_of(row - 2));
  EXPECT_NEAR(prepared.last_nt(row), path->sym_h_nt.back(), 1e-2);
  const auto features = features_at(prepared, config, row);
  EXPECT_EQ(features.at("stations_known"), 1);
  EXPECT_FLOAT_EQ(features.at("stations_age"), 1.F / 6);
  EXPECT_EQ(features.at("stations_error"), series.at(quick_index_error_channel).values[row - 2]);
  EXPECT_NEAR(features.at("estimate_error"), path->stations->deviation_nt, 1e-2);
  const auto& estimates = series.at(quick_index_channel).values;
  EXPECT_FLOAT_EQ(features.at("stations_less_estimate"), estimates[row - 2] - prepared.last_nt(row));
  EXPECT_FLOAT_EQ(features.at("stations_change@1h"), estimates[row - 2] - estimates[row - 14]);
  EXPECT_NEAR(features.at("stations_less_path@60m"),
              estimates[row - 14] - prepared.gap->path_nt(row, row - 14), 1e-3);
  double squares = 0, without = 0;
  const auto blind = prepare(storm(), config, IndexAge::fixed(Minutes{1440}, Minutes{10}));
  for (std::size_t at = 1000; at < count; ++at) {
    squares += std::pow(prepared.last_nt(at) - series.at("sym_h").values[at], 2);
    without += std::pow(blind.last_nt(at) - series.at("sym_h").values[at], 2);
  }
  EXPECT_LT(squares, 0.25 * without);
  EXPECT_EQ(features_at(blind, config, row).at("stations_known"), 0);
  EXPECT_TRUE(std::isnan(features_at(blind, config, row).at("stations_less_estimate")));
}

TEST(IndexGap, AnEstimateThatIsOlderThanTheIndexSaysNothing) {
  const auto config = station_config();
  const auto prepared = prepare(storm_with_estimates(), config, IndexAge::fixed(Minutes{5}, Minutes{10}));
  EXPECT_EQ(features_at(prepared, config, 2000).at("stations_known"), 0);
  EXPECT_EQ(prepared.last_nt(2000),
            prepare(storm(), config, IndexAge::fixed(Minutes{5}, Minutes{10})).last_nt(2000));
}

TEST(IndexGap, EstimatesThatHaveNotComeChangeNothing) {
  const auto series = storm_with_estimates();
  const auto config = station_config();
  const std::size_t row = 2000;
  auto changed = series;
  for (auto later = row - 1; later < count; ++later) {
    changed.find(quick_index_channel)->values[later] = later % 2 == 0 ? missing : -400.F;
    changed.find(quick_index_error_channel)->values[later] = 1.F;
  }
  for (const auto age : {Minutes{180}, Minutes{1440}, no_index_age}) {
    const auto late = IndexAge::fixed(age, Minutes{10});
    const auto before = features_at(prepare(series, config, late), config, row);
    for (const auto& [name, value] : features_at(prepare(changed, config, late), config, row))
      EXPECT_TRUE(value == before.at(name) || (std::isnan(value) && std::isnan(before.at(name))))
          << name << " at " << age.count();
  }
  changed.find(quick_index_channel)->values[row - 2] = -400.F;
  const auto late = IndexAge::fixed(Minutes{1440}, Minutes{10});
  EXPECT_NE(prepare(series, config, late).last_nt(row), prepare(changed, config, late).last_nt(row));
}

/// Training sees SYM-H of the time of an estimate with an error, but never a later one.
TEST(IndexGap, TheEstimatesOfTrainingHoldNoLaterSymH) {
  const auto series = storm();
  const auto config = station_config();
  for (std::int64_t row = 1990; row < 2010; ++row) {
    auto changed = series;
    for (auto later = static_cast<std::size_t>(row) + 1; later < count; ++later)
      changed.find("sym_h")->values[later] = -300.F;
    const auto before = features_at(prepare(series, config, IndexAge::drawn()), config, row);
    for (const auto& [name, value] : features_at(prepare(changed, config, IndexAge::drawn()), config, row))
      EXPECT_TRUE(value == before.at(name) || (std::isnan(value) && std::isnan(before.at(name)))) << name;
  }
}

TEST(IndexGap, StationsStandBesideGap) {
  EXPECT_NO_THROW(check_together(station_config(), "test"));
  auto config = station_config();
  config.head = {"last", "stations"};
  EXPECT_THROW(check_together(config, "test"), UsageError);
}

TEST(IndexGap, TrainingDrawsWhetherDstIsThereFromTheStampAlone) {
  double there = 0;
  for (int i = 0; i < 10000; ++i) {
    const Time time = start + Minutes{5 * i};
    const auto delay = IndexAge::drawn().dst_delay_at(time);
    EXPECT_EQ(delay, IndexAge::drawn().dst_delay_at(time));
    if (!delay) continue;
    ++there;
    EXPECT_TRUE(*delay >= Minutes{60} && *delay <= Minutes{180});
  }
  EXPECT_NEAR(there / 10000, 0.5, 0.02);
}

TEST(IndexGap, SimulatedDstIsTheHourlyMeanWithItsErrors) {
  const auto series = storm();
  const auto& index = series.at("sym_h").values;
  const auto dst = simulated_dst(series, index);
  double sum = 0, squares = 0, hours = 0;
  for (std::size_t row = 12; row < count; ++row) {
    if (std::isnan(dst[row])) continue;
    double mean = 0;
    for (std::size_t r = row - 12; r < row; ++r) mean += index[r] / 12.0;
    sum += dst[row] - mean;
    squares += (dst[row] - mean) * (dst[row] - mean);
    ++hours;
  }
  EXPECT_NEAR(hours, static_cast<double>(count) / 12, 2);
  const double offset = sum / hours;
  EXPECT_NEAR(std::sqrt(squares / hours - offset * offset), 6, 1.5) << "noise of an hour";
}

TEST(IndexGap, AWindowMayNotShowWhatIsLate) {
  auto config = gap_config();
  EXPECT_NO_THROW(check_together(config, "test"));
  for (const auto* channel : {"sym_h", "asy_h", "sym_h_star", "sym_h_missing", "dst"}) {
    for (auto* list : {&config.channels, &config.head}) {
      list->push_back(channel);
      EXPECT_THROW(check_together(config, "test"), UsageError) << channel;
      list->pop_back();
    }
  }
  config.target = "asy_h";
  EXPECT_THROW(check_together(config, "test"), UsageError);
}

}  // namespace
}  // namespace symh
