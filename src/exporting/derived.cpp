#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numbers>

#include "core/error.h"
#include "exporting/inputs.h"
#include "physics/coupling.h"
#include "physics/ring_current.h"

namespace symh {
namespace {

using std::numbers::pi;

graph::Value precise(graph::Value x) { return cast(x, graph::DataType::float64); }
graph::Value as_channel(graph::Value x) { return cast(x, graph::DataType::float32); }

/// std::pow of floats, which rounds as if from double.
graph::Value power_of_float(graph::Value x, float exponent) {
  return as_channel(power(precise(x), double{exponent}));
}

graph::Value transverse_field(graph::Value by, graph::Value bz) {
  by = precise(by);
  bz = precise(bz);
  return square_root(by * by + bz * bz);
}

/// sin^2(theta / 2) of the clock angle in float64, without the angle: (1 - cos theta) / 2, and northward,
/// where that would cancel, By^2 / (2 B_T (B_T + Bz)).
graph::Value half_angle_sine_squared(graph::Value by, graph::Value bz) {
  const auto transverse = transverse_field(by, bz);
  by = precise(by);
  bz = precise(bz);
  const auto safe = where(equal(transverse, 0), 1.0, transverse);
  const auto north = by * by / (2.0 * safe * (safe + bz)), south = 0.5 * (1.0 - bz / safe);
  return where(equal(transverse, 0), 0.0, where(less(0, bz), north, south));
}

graph::Value sine_of_day(const Channels& channels, double shift) {
  const auto minutes = precise(channels.stamps() % 1440);
  return as_channel(sine(2 * pi * minutes / 1440.0 + shift));
}

graph::Value floor_divide(graph::Value x, double by) { return (x - x % by) / by; }

/// Days from 1970 to the first of January.
graph::Value new_year(graph::Value year) {
  constexpr double days_before_1970 = 719162;  // since the year 1
  const auto past = year - 1;
  return past * 365 + floor_divide(past, 4) - floor_divide(past, 100) + floor_divide(past, 400) -
         days_before_1970;
}

/// Guessed by the mean length of a year, which can be one off to either side.
graph::Value year_of(graph::Value days) {
  const auto guess = floor_divide((days + 719162) * 400, 146097) + 1;
  const auto late = cast(less(days, new_year(guess)), graph::DataType::int64);
  const auto early = cast(!less(days, new_year(guess + 1)), graph::DataType::int64);
  return guess - late + early;
}

graph::Value sine_of_year(const Channels& channels, double shift) {
  const auto stamps = channels.stamps();
  const auto year = year_of(floor_divide(stamps, 1440));
  const auto minutes = precise(stamps - new_year(year) * 1440);
  return as_channel(sine(2 * pi * minutes / (365.25 * 1440.0) + shift));
}

graph::Value kan_lee(graph::Value speed, graph::Value by, graph::Value bz) {
  return as_channel(precise(speed) * transverse_field(by, bz) * half_angle_sine_squared(by, bz) * 1e-3);
}

graph::Value epsilon(const Channels& c) {
  static const double unit = akasofu_epsilon(1.F, 1.F, 0.F, -1.F);
  const auto field = precise(c("b_total")), sine = half_angle_sine_squared(c("by_gsm"), c("bz_gsm"));
  return as_channel(unit * precise(c("speed")) * field * field * sine * sine);
}

/// Of the clock angle; it counts as 0 without a transverse field.
graph::Value share_of_transverse(graph::Value component, const Channels& c, double without) {
  const auto transverse = transverse_field(c("by_gsm"), c("bz_gsm"));
  const auto none = equal(transverse, 0);
  return as_channel(where(none, without, precise(component) / where(none, 1.0, transverse)));
}

graph::Value at_least(double low, graph::Value x) { return where(less(x, low), low, x); }

/// std::log of a float.
graph::Value log_of_float(graph::Value x) { return as_channel(logarithm(precise(x))); }

graph::Value pressure(const Channels& c) { return dynamic_pressure(c("density"), c("speed")); }

/// pressure_term_nt(), linear in the root.
graph::Value pressure_term(graph::Value pressure_npa) {
  static const double offset = pressure_term_nt(0), slope = pressure_term_nt(1) - offset;
  return slope * square_root(precise(pressure_npa)) + offset;
}

struct Row {
  const char* name;
  std::function<graph::Value(const Channels&)> value;
};

/// In float32 and in the order of physics/coupling.cpp, so that trees see the same numbers.
const std::vector<Row>& table() {
  static const std::vector<Row> rows{
      {"vbs", [](const Channels& c) { return southward_electric_field(c("speed"), c("bz_gsm")); }},
      {"dynamic_pressure", pressure},
      {"newell_coupling",
       [](const Channels& c) { return newell_coupling(c("speed"), c("by_gsm"), c("bz_gsm")); }},
      {"kan_lee", [](const Channels& c) { return kan_lee(c("speed"), c("by_gsm"), c("bz_gsm")); }},
      {"epsilon", epsilon},
      {"clock_sin", [](const Channels& c) { return share_of_transverse(c("by_gsm"), c, 0); }},
      {"clock_cos", [](const Channels& c) { return share_of_transverse(c("bz_gsm"), c, 1); }},
      {"v_bz", [](const Channels& c) { return c("speed") * c("bz_gsm") * 1e-3; }},
      {"sqrt_pressure", [](const Channels& c) { return square_root(at_least(0, pressure(c))); }},
      {"log_density", [](const Channels& c) { return log_of_float(at_least(0, c("density")) + 0.1); }},
      {"log_temperature", [](const Channels& c) { return log_of_float(at_least(1, c("temperature"))); }},
      {"sym_h_star", [](const Channels& c) { return c("sym_h") - as_channel(pressure_term(pressure(c))); }},
      {"hour_sin", [](const Channels& c) { return sine_of_day(c, 0); }},
      {"hour_cos", [](const Channels& c) { return sine_of_day(c, pi / 2); }},
      {"doy_sin", [](const Channels& c) { return sine_of_year(c, 0); }},
      {"doy_cos", [](const Channels& c) { return sine_of_year(c, pi / 2); }},
  };
  return rows;
}

}  // namespace

graph::Value southward_electric_field(graph::Value speed, graph::Value bz) {
  return speed * where(less(bz, 0), -bz, where(is_nan(bz), bz, 0.0)) * 1e-3;
}

graph::Value dynamic_pressure(graph::Value density, graph::Value speed) {
  static const double unit = dynamic_pressure(1.F, 1.F);
  return unit * density * speed * speed;
}

graph::Value newell_coupling(graph::Value speed, graph::Value by, graph::Value bz) {
  const auto sine = as_channel(square_root(half_angle_sine_squared(by, bz)));
  return power_of_float(speed, newell_speed_power) *
         power_of_float(as_channel(transverse_field(by, bz)), newell_field_power) *
         power_of_float(sine, newell_sine_power);
}

graph::Value derived_channel(const std::string& name, const Channels& channels) {
  const auto row = std::ranges::find(table(), name, &Row::name);
  if (row == table().end())
    throw UsageError(fmt::format("the channel '{}' has no form that an exported file could compute", name));
  return row->value(channels);
}

}  // namespace symh
