#pragma once
#include "physics/number.h"

/// Coupling functions: how strongly the solar wind drives the magnetosphere. `Number` is float or a float32
/// graph::Value. Speeds are in km/s, fields in nT (GSM), densities in cm^-3; a missing input (NaN) gives NaN.
namespace symh {

/// Dawn-dusk electric field of the southward field, v * max(0, -Bz) [mV/m] (Burton et al. 1975,
/// 10.1029/JA080i031p04204).
template <class Number>
Number southward_electric_field(Number speed, Number bz) {
  return speed * at_least(-bz, 0.F) * 1e-3F;
}

/// Dynamic pressure of the protons, 1.6726e-6 n v^2 [nPa].
template <class Number>
Number dynamic_pressure(Number density, Number speed) {
  return 1.6726e-6F * density * speed * speed;
}

/// Square root of the dynamic pressure [nPa^1/2].
template <class Number>
Number root_of_pressure(Number density, Number speed) {
  return square_root(at_least(dynamic_pressure(density, speed), 0.F));
}

/// Newell et al. (2007, 10.1029/2006JA012015): v^(4/3) B_T^(2/3) sin^(8/3)(theta/2). B_T is the transverse
/// field, theta = atan2(By, Bz) the clock angle: 0 northward, pi southward.
template <class Number>
Number newell_coupling(Number speed, Number by, Number bz) {
  return power(speed, 4.F / 3) * power(hypotenuse(by, bz), 2.F / 3) *
         power(sine_of_half_angle(by, bz), 8.F / 3);
}

/// newell_coupling of 400 km/s and Bz = -5 nT, divided by 2.
float newell_coupling_per_mv_m();

/// Newell's coupling scaled to the southward electric field [mV/m]: 400 km/s and Bz = -5 nT give 2 mV/m, as
/// they do for v * B_south, so that either can drive a ring-current model.
template <class Number>
Number newell_electric_field(Number newell_coupling) {
  return newell_coupling / newell_coupling_per_mv_m();
}

/// Merging electric field of Kan & Lee (1979, 10.1029/GL006i007p00577), v B_T sin^2(theta/2) [mV/m].
template <class Number>
Number kan_lee_electric_field(Number speed, Number by, Number bz) {
  const auto sine = sine_of_half_angle(by, bz);
  return speed * hypotenuse(by, bz) * sine * sine * 1e-3F;
}

/// Akasofu's epsilon (Perreault & Akasofu 1978, 10.1111/j.1365-246X.1978.tb05494.x), (4 pi / mu0) v B^2
/// sin^4(theta/2) l0^2 with l0 = 7 Earth radii [GW].
template <class Number>
Number akasofu_epsilon(Number speed, Number b_total, Number by, Number bz) {
  constexpr double l0_m = 7 * 6.371e6, watts_per_gigawatt = 1e9;
  const auto sine = precise(sine_of_half_angle(by, bz));
  const auto field_t = precise(b_total) * 1e-9;
  // 4 pi / mu0 = 1e7 in SI units.
  const auto watts = 1e7 * precise(speed) * 1e3 * field_t * field_t * power(sine, 4.0) * l0_m * l0_m;
  return as_channel(watts / watts_per_gigawatt);
}

}  // namespace symh
