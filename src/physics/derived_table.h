#pragma once
#include <cstddef>
#include <numbers>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "physics/coupling.h"
#include "physics/ring_current.h"

namespace symh {

/// What the formula of a derived channel reads: its input channels at one stamp, in the order of its row, and
/// that stamp, if the row says that it reads the clock. On series the types are float and Time; in a graph
/// both are graph::Value.
template <class Number, class Instant>
struct DerivedInputs {
  const Number* values;
  std::optional<Instant> stamp;
  const Number& operator[](std::size_t input) const { return values[input]; }
  /// Throws std::bad_optional_access if the row does not say that it reads the clock.
  const Instant& time() const { return stamp.value(); }
};

template <class Number, class Instant>
struct DerivedChannel {
  std::string_view name, unit, meaning;
  std::vector<std::string> inputs;
  Number (*value)(const DerivedInputs<Number, Instant>&);
  bool reads_clock = false;
};

/// The table of derived channels. A new channel is one row here: series, windows, exported files and help
/// read it. physics/derived.cpp reads it for series, windows/graph_series.cpp for graphs.
template <class Number, class Instant>
const std::vector<DerivedChannel<Number, Instant>>& derived_channels() {
  using In = const DerivedInputs<Number, Instant>&;
  constexpr double turn = 2 * std::numbers::pi, minutes_a_day = 1440.0, minutes_a_year = 365.25 * 1440.0;
  // clang-format off
  static const std::vector<DerivedChannel<Number, Instant>> rows{
      {"vbs", "mV/m", "southward electric field, speed * max(0, -bz_gsm)",
       {"speed", "bz_gsm"}, [](In in) { return southward_electric_field(in[0], in[1]); }},
      {"dynamic_pressure", "nPa", "dynamic pressure of the protons",
       {"density", "speed"}, [](In in) { return dynamic_pressure(in[0], in[1]); }},
      {"newell_coupling", "(km/s)^(4/3) nT^(2/3)", "coupling function of Newell et al.",
       {"speed", "by_gsm", "bz_gsm"}, [](In in) { return newell_coupling(in[0], in[1], in[2]); }},
      {"kan_lee", "mV/m", "merging electric field of Kan & Lee",
       {"speed", "by_gsm", "bz_gsm"}, [](In in) { return kan_lee_electric_field(in[0], in[1], in[2]); }},
      {"epsilon", "GW", "Akasofu's epsilon",
       {"speed", "b_total", "by_gsm", "bz_gsm"},
       [](In in) { return akasofu_epsilon(in[0], in[1], in[2], in[3]); }},
      {"clock_sin", "1", "sine of the clock angle atan2(by_gsm, bz_gsm)",
       {"by_gsm", "bz_gsm"}, [](In in) { return sine_of_angle(in[0], in[1]); }},
      {"clock_cos", "1", "cosine of the clock angle",
       {"by_gsm", "bz_gsm"}, [](In in) { return cosine_of_angle(in[0], in[1]); }},
      {"v_bz", "mV/m", "speed * bz_gsm",
       {"speed", "bz_gsm"}, [](In in) { return in[0] * in[1] * 1e-3F; }},
      {"sqrt_pressure", "nPa^1/2", "square root of the dynamic pressure",
       {"density", "speed"}, [](In in) { return root_of_pressure(in[0], in[1]); }},
      {"log_density", "ln cm^-3", "ln(density + 0.1)",
       {"density"}, [](In in) { return logarithm(at_least(in[0], 0.F) + 0.1F); }},
      {"log_temperature", "ln K", "ln(temperature)",
       {"temperature"}, [](In in) { return logarithm(at_least(in[0], 1.F)); }},
      {"sym_h_star", "nT", "SYM-H less its pressure term",
       {"sym_h", "density", "speed"},
       [](In in) { return in[0] - as_channel(pressure_term_nt(precise(dynamic_pressure(in[1], in[2])))); }},
      {"hour_sin", "1", "sine of the time of day",
       {}, [](In in) { return as_channel(sine(turn * minutes_of_day(in.time()) / minutes_a_day)); }, true},
      {"hour_cos", "1", "cosine of the time of day",
       {}, [](In in) { return as_channel(cosine(turn * minutes_of_day(in.time()) / minutes_a_day)); }, true},
      {"doy_sin", "1", "sine of the time of year (Russell & McPherron 1973, 10.1029/JA078i001p00092)",
       {}, [](In in) { return as_channel(sine(turn * minutes_of_year(in.time()) / minutes_a_year)); }, true},
      {"doy_cos", "1", "cosine of the time of year",
       {}, [](In in) { return as_channel(cosine(turn * minutes_of_year(in.time()) / minutes_a_year)); }, true},
  };
  // clang-format on
  return rows;
}

}  // namespace symh
