#include "physics/coupling.h"

#include <algorithm>
#include <cmath>

namespace symh {
namespace {

/// |sin(theta / 2)| of the clock angle.
float half_angle_sine(float by_gsm_nt, float bz_gsm_nt) {
  return std::abs(std::sin(0.5F * clock_angle(by_gsm_nt, bz_gsm_nt)));
}

}  // namespace

float southward_electric_field(float speed_km_s, float bz_gsm_nt) {
  if (std::isnan(bz_gsm_nt)) return bz_gsm_nt;  // std::max would hide it
  return speed_km_s * std::max(0.F, -bz_gsm_nt) * 1e-3F;
}

float dynamic_pressure(float density_cm3, float speed_km_s) {
  return 1.6726e-6F * density_cm3 * speed_km_s * speed_km_s;
}

float clock_angle(float by_gsm_nt, float bz_gsm_nt) { return std::atan2(by_gsm_nt, bz_gsm_nt); }

float newell_coupling(float speed_km_s, float by_gsm_nt, float bz_gsm_nt) {
  const float transverse = std::hypot(by_gsm_nt, bz_gsm_nt);
  return std::pow(speed_km_s, newell_speed_power) * std::pow(transverse, newell_field_power) *
         std::pow(half_angle_sine(by_gsm_nt, bz_gsm_nt), newell_sine_power);
}

float newell_electric_field(float newell_coupling) {
  static const float unit = std::pow(400.F, 4.F / 3) * std::pow(5.F, 2.F / 3) / 2.F;
  return newell_coupling / unit;
}

float kan_lee_electric_field(float speed_km_s, float by_gsm_nt, float bz_gsm_nt) {
  const float sine = half_angle_sine(by_gsm_nt, bz_gsm_nt);
  return speed_km_s * std::hypot(by_gsm_nt, bz_gsm_nt) * sine * sine * 1e-3F;
}

float akasofu_epsilon(float speed_km_s, float b_total_nt, float by_gsm_nt, float bz_gsm_nt) {
  constexpr double l0_m = 7 * 6.371e6, watts_per_gigawatt = 1e9;
  const double sine = half_angle_sine(by_gsm_nt, bz_gsm_nt);
  const double field_t = b_total_nt * 1e-9;
  // 4 pi / mu0 = 1e7 in SI units.
  const double watts = 1e7 * speed_km_s * 1e3 * field_t * field_t * std::pow(sine, 4) * l0_m * l0_m;
  return static_cast<float>(watts / watts_per_gigawatt);
}

}  // namespace symh
