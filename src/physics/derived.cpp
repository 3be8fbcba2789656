#include "physics/derived.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/error.h"
#include "physics/coupling.h"
#include "physics/ring_current.h"

namespace symh {
namespace {

constexpr std::string_view mask_suffix = "_missing";

/// The inputs of one row, in the order the table names them, and its stamp.
struct Row {
  std::array<float, 4> in{};
  Time time;
};

double day_angle(Time time) {
  const auto minutes = (time - std::chrono::floor<std::chrono::days>(time)).count();
  return 2 * std::numbers::pi * static_cast<double>(minutes) / 1440.0;
}

double year_angle(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const auto year = std::chrono::year_month_day{day}.year();
  const Time new_year = std::chrono::sys_days{year / 1 / 1};
  return 2 * std::numbers::pi * static_cast<double>((time - new_year).count()) / (365.25 * 1440.0);
}

/// std::max would turn a missing value into a number.
float at_least(float low, float value) { return value < low ? low : value; }

struct Derived {
  std::string_view name;
  std::vector<std::string> inputs;
  float (*value)(const Row&);
};

/// A new derived channel is a function and a row here.
const std::vector<Derived>& table() {
  static const std::vector<Derived> rows{
      {"vbs", {"speed", "bz_gsm"}, [](const Row& r) { return southward_electric_field(r.in[0], r.in[1]); }},
      {"dynamic_pressure",
       {"density", "speed"},
       [](const Row& r) { return dynamic_pressure(r.in[0], r.in[1]); }},
      {"newell_coupling",
       {"speed", "by_gsm", "bz_gsm"},
       [](const Row& r) { return newell_coupling(r.in[0], r.in[1], r.in[2]); }},
      {"kan_lee",
       {"speed", "by_gsm", "bz_gsm"},
       [](const Row& r) { return kan_lee_electric_field(r.in[0], r.in[1], r.in[2]); }},
      {"epsilon",
       {"speed", "b_total", "by_gsm", "bz_gsm"},
       [](const Row& r) { return akasofu_epsilon(r.in[0], r.in[1], r.in[2], r.in[3]); }},
      {"clock_sin",
       {"by_gsm", "bz_gsm"},
       [](const Row& r) { return std::sin(clock_angle(r.in[0], r.in[1])); }},
      {"clock_cos",
       {"by_gsm", "bz_gsm"},
       [](const Row& r) { return std::cos(clock_angle(r.in[0], r.in[1])); }},
      {"v_bz", {"speed", "bz_gsm"}, [](const Row& r) { return r.in[0] * r.in[1] * 1e-3F; }},
      {"sqrt_pressure",
       {"density", "speed"},
       [](const Row& r) { return std::sqrt(at_least(0.F, dynamic_pressure(r.in[0], r.in[1]))); }},
      {"log_density", {"density"}, [](const Row& r) { return std::log(at_least(0.F, r.in[0]) + 0.1F); }},
      {"log_temperature", {"temperature"}, [](const Row& r) { return std::log(at_least(1.F, r.in[0])); }},
      {"sym_h_star",
       {"sym_h", "density", "speed"},
       [](const Row& r) {
         return r.in[0] - static_cast<float>(pressure_term_nt(dynamic_pressure(r.in[1], r.in[2])));
       }},
      {"hour_sin", {}, [](const Row& r) { return static_cast<float>(std::sin(day_angle(r.time))); }},
      {"hour_cos", {}, [](const Row& r) { return static_cast<float>(std::cos(day_angle(r.time))); }},
      {"doy_sin", {}, [](const Row& r) { return static_cast<float>(std::sin(year_angle(r.time))); }},
      {"doy_cos", {}, [](const Row& r) { return static_cast<float>(std::cos(year_angle(r.time))); }},
  };
  return rows;
}

const Derived& find_derived(const std::string& name) {
  const auto found = std::ranges::find(table(), name, &Derived::name);
  if (found != table().end()) return *found;
  std::string known = "NAME_missing";
  for (const auto& row : table()) known += fmt::format(", {}", row.name);
  throw UsageError(
      fmt::format("channel '{}' is not in the data and not a derived channel; derived are: {}", name, known));
}

void add_mask(Series& series, const std::string& name) {
  const std::string base = name.substr(0, name.size() - mask_suffix.size());
  series.at(base);
  auto& mask = series.add(name).values;
  const auto& values = series.at(base).values;
  std::ranges::transform(values, mask.begin(), [](float value) { return std::isnan(value) ? 1.F : 0.F; });
}

}  // namespace

bool is_derived_channel(std::string_view name) {
  return name.ends_with(mask_suffix) || std::ranges::find(table(), name, &Derived::name) != table().end();
}

std::vector<std::string> derived_channel_inputs(const std::string& name) {
  if (name.ends_with(mask_suffix)) return {name.substr(0, name.size() - mask_suffix.size())};
  return find_derived(name).inputs;
}

void add_derived_channel(Series& series, const std::string& name) {
  if (name.ends_with(mask_suffix)) return add_mask(series, name);
  const auto& derived = find_derived(name);
  for (const auto& input : derived.inputs) series.at(input);
  auto& values = series.add(name).values;
  std::vector<const float*> inputs;
  for (const auto& input : derived.inputs) inputs.push_back(series.at(input).values.data());
  for (const auto& segment : series.segments) {
    for (std::size_t i = 0; i < segment.count; ++i) {
      Row row{{}, segment.start + series.cadence * static_cast<long>(i)};
      for (std::size_t k = 0; k < inputs.size(); ++k) row.in[k] = inputs[k][segment.first + i];
      values[segment.first + i] = derived.value(row);
    }
  }
}

}  // namespace symh
