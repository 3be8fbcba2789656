#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.h"
#include "core/file.h"
#include "formats/load.h"
#include "formats/text/writers.h"
#include "physics/coupling.h"
#include "physics/derived.h"
#include "physics/derived_table.h"
#include "physics/ring_current.h"
#include "physics/simulate.h"
#include "physics/teaching_problems.h"
#include "series/storms.h"

namespace symh {
namespace {

TEST(Coupling, FollowsItsFormulas) {
  EXPECT_FLOAT_EQ(southward_electric_field(500.F, -10.F), 5.F);
  EXPECT_FLOAT_EQ(southward_electric_field(500.F, 10.F), 0.F);
  EXPECT_TRUE(std::isnan(southward_electric_field(500.F, missing)));
  EXPECT_NEAR(dynamic_pressure(5.F, 400.F), 1.338, 1e-3);
  EXPECT_NEAR(newell_coupling(400.F, 0.F, -10.F), std::pow(400.0, 4.0 / 3) * std::pow(10.0, 2.0 / 3), 1.0);
  EXPECT_NEAR(newell_coupling(400.F, 0.F, 10.F), 0.0, 1e-6);
}

TEST(RingCurrent, HasTheCoefficientsOfObrienAndMcPherron) {
  EXPECT_NEAR(decay_hours(obrien_mcpherron_law, 0.0), 19.15, 0.01);
  EXPECT_NEAR(injection_nt_per_hour(obrien_mcpherron_law, 4.49), -17.6, 1e-9);
  EXPECT_EQ(injection_nt_per_hour(obrien_mcpherron_law, 0.3), 0.0);
  EXPECT_NEAR(injection_nt_per_hour(burton_law, 1.5), -5.4, 1e-9);
  EXPECT_NEAR(pressure_term_nt(4.0), 3.52, 1e-9);
}

/// SYM-H* after some hours under constant VBs, by O'Brien & McPherron.
double advanced(double star, double vbs, double hours) {
  const auto& law = obrien_mcpherron_law;
  return advance_ring_current(
      star, ring_current_step(injection_nt_per_hour(law, vbs), decay_hours(law, vbs), hours));
}

TEST(RingCurrent, DecaysByItsTimeAndStaysAtItsBalance) {
  EXPECT_NEAR(advanced(-100, 0, decay_hours(obrien_mcpherron_law, 0.0)), -100 / std::exp(1.0), 1e-9);
  const double balance =
      injection_nt_per_hour(obrien_mcpherron_law, 5.0) * decay_hours(obrien_mcpherron_law, 5.0);
  EXPECT_NEAR(advanced(balance, 5, 3), balance, 1e-9);
  EXPECT_NEAR(advanced(advanced(-30, 5, 1), 5, 1), advanced(-30, 5, 2), 1e-9);
}

Series wind() {
  Series series;
  series.segments = {{make_time(2003, 11, 20), 0, 4}};
  series.status.assign(4, Status::unknown);
  series.add("speed").values = {400, 500, missing, 600};
  series.add("bz_gsm").values = {-5, 5, -5, -10};
  return series;
}

TEST(Derived, ComputesByNameAndKeepsMissingMissing) {
  auto series = wind();
  add_derived_channel(series, "vbs");
  add_derived_channel(series, "speed_missing");
  EXPECT_FLOAT_EQ(series.at("vbs").values[0], 2.F);
  EXPECT_FLOAT_EQ(series.at("vbs").values[1], 0.F);
  EXPECT_TRUE(std::isnan(series.at("vbs").values[2]));
  EXPECT_EQ(series.at("speed_missing").values, (std::vector<float>{0, 0, 1, 0}));
}

TEST(Derived, LaterSamplesDoNotChangeEarlierOnes) {
  for (const auto* name : {"vbs", "hour_sin", "hour_cos", "doy_sin", "doy_cos", "speed_missing"}) {
    auto series = wind(), changed = wind();
    changed.find("speed")->values[3] = 9;
    changed.find("bz_gsm")->values[3] = missing;
    add_derived_channel(series, name);
    add_derived_channel(changed, name);
    for (std::size_t row = 0; row < 2; ++row)
      EXPECT_EQ(series.at(name).values[row], changed.at(name).values[row]) << name;
  }
}

TEST(Derived, ClockChannelsTurnOnceADayAndAYear) {
  auto series = wind();
  series.segments = {{make_time(2003, 1, 1, 6), 0, 4}};
  add_derived_channel(series, "hour_sin");
  add_derived_channel(series, "doy_cos");
  EXPECT_NEAR(series.at("hour_sin").values[0], 1.0, 1e-6);
  EXPECT_NEAR(series.at("doy_cos").values[0], 1.0, 1e-4);
}

TEST(Derived, TheDocumentationListsEveryChannelAsItsRowSays) {
  const auto page = read_file(std::string(SYMH_SOURCE_DIR) + "/docs/data.md");
  for (const auto& row : derived_channels<float, Time>()) {
    std::string from;
    for (const auto& input : row.inputs) from += fmt::format("{}`{}`", from.empty() ? "" : " ", input);
    if (row.reads_clock) from += from.empty() ? "the clock" : " and the clock";
    const auto line = fmt::format("| `{}` | {} | {} | {} |\n", row.name, row.unit, row.meaning, from);
    EXPECT_NE(page.find(line), std::string::npos) << "docs/data.md needs the line\n" << line;
  }
}

TEST(Derived, ARowThatReadsNoClockIsGivenNone) {
  EXPECT_TRUE(reads_clock("hour_sin"));
  EXPECT_FALSE(reads_clock("clock_sin")) << "the clock angle is a direction of the field";
  EXPECT_FALSE(reads_clock("hour_sin_missing"));
  const DerivedInputs<float, Time> inputs{nullptr, std::nullopt};
  EXPECT_THROW(inputs.time(), std::bad_optional_access);
}

TEST(Derived, RefusesUnknownNamesAndMissingInputs) {
  auto series = wind();
  EXPECT_THROW(add_derived_channel(series, "vbz"), UsageError);
  EXPECT_THROW(add_derived_channel(series, "dynamic_pressure"), DataError);
}

TEST(Simulation, IsTheSameForTheSameSeedAndInWholeNanotesla) {
  SimulationOptions options;
  options.days = 20;
  const auto a = simulate(options), b = simulate(options);
  EXPECT_EQ(write_iaga2002(a.indices), write_iaga2002(b.indices));
  options.seed = 2;
  EXPECT_NE(write_iaga2002(a.indices), write_iaga2002(simulate(options).indices));
  for (const auto& channel : a.indices.channels)
    for (const float value : channel.values) ASSERT_EQ(value, std::round(value));
}

TEST(Simulation, ComesInPiecesThatAreTheWhole) {
  SimulationOptions options;
  options.days = 3;
  const auto whole = simulate(options);
  Simulator simulator(options);
  std::size_t row = 0;
  for (const Time end : {options.start + Minutes{1000}, options.start + Minutes{1000}, Time::max()}) {
    const auto piece = simulator.advance(end);
    for (std::size_t i = 0; i < piece.indices.size(); ++i, ++row) {
      ASSERT_EQ(piece.indices.time_of(i), whole.indices.time_of(row));
      ASSERT_EQ(piece.indices.at("sym_h").values[i], whole.indices.at("sym_h").values[row]);
      ASSERT_EQ(piece.solar_wind.at("bz_gsm").values[i], whole.solar_wind.at("bz_gsm").values[row]);
    }
  }
  EXPECT_EQ(row, whole.indices.size());
  EXPECT_TRUE(simulator.advance(Time::max()).indices.empty());
}

TEST(Simulation, AShockRaisesSymHWithinMinutesBeforeTheStorm) {
  SimulationOptions options;
  options.days = 365;
  const auto simulation = simulate(options);
  const auto& speed = simulation.solar_wind.at("speed").values;
  const auto& sym_h = simulation.indices.at("sym_h").values;
  double rise = 0;
  int shocks = 0;
  for (std::size_t i = 1; i + 8 < speed.size(); ++i) {
    if (speed[i] - speed[i - 1] < 100) continue;
    rise += sym_h[i + 8] - sym_h[i - 1];
    ++shocks;
  }
  ASSERT_GT(shocks, 5);
  EXPECT_GT(rise / shocks, 10.0) << "the mean sudden commencement [nT] eight minutes after the shock";
}

TEST(Simulation, SymDSwingsOnceADayInQuietTimes) {
  SimulationOptions options;
  options.days = 200;
  options.storms_per_month = 0;
  const auto simulation = simulate(options);
  const auto& sym_d = simulation.indices.at("sym_d").values;
  std::array<double, 24> hourly{};
  for (std::size_t i = 0; i < sym_d.size(); ++i) hourly[i % 1440 / 60] += sym_d[i] / (200.0 * 60);
  EXPECT_NEAR(hourly[6] - hourly[18], 4.0, 1.0) << "nT from the crest to the trough";
}

TEST(Simulation, IsQuietAroundZeroAndHasStormsOfAllLevels) {
  SimulationOptions options;
  options.days = 8 * 365;
  const auto simulation = simulate(options);
  auto values = simulation.indices.at("sym_h").values;
  std::ranges::nth_element(values, values.begin() + static_cast<long>(values.size() / 2));
  EXPECT_GT(values[values.size() / 2], -30.F);
  EXPECT_LT(values[values.size() / 2], 10.F);
  std::array<int, 4> count{};
  for (const auto& storm : find_storms(simulation.indices)) ++count[static_cast<std::size_t>(storm.level)];
  EXPECT_GT(count[1], 20);
  EXPECT_GT(count[2], 10);
  EXPECT_GT(count[3], 0);
  EXPECT_LT(count[3], 40);
}

TEST(AddingProblem, TheSumFollowsItsSequence) {
  const auto series = simulate_adding_problem(50, 20, 1);
  for (std::size_t start = 0; start < series.size(); start += 21) {
    float sum = 0;
    int markers = 0;
    for (std::size_t i = start; i < start + 20; ++i) {
      sum += series.at("value").values[i] * series.at("marker").values[i];
      markers += series.at("marker").values[i] > 0 ? 1 : 0;
      EXPECT_TRUE(std::isnan(series.at("sum").values[i]));
    }
    EXPECT_EQ(markers, 2);
    EXPECT_FLOAT_EQ(series.at("sum").values[start + 20], sum);
  }
}

TEST(ToySeries, EndsJustBeforeTen) {
  const auto series = simulate_toy_series(10);
  EXPECT_EQ(series.size(), 200U);
  EXPECT_NEAR(series.at("t").values.back(), 9.9, 1e-5);
}

}  // namespace
}  // namespace symh
