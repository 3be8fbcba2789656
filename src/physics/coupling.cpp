#include "physics/coupling.h"

#include <algorithm>
#include <cmath>

namespace symh {

float southward_electric_field(float speed_km_s, float bz_gsm_nt) {
  if (std::isnan(bz_gsm_nt)) return bz_gsm_nt;  // std::max would hide it
  return speed_km_s * std::max(0.F, -bz_gsm_nt) * 1e-3F;
}

float dynamic_pressure(float density_cm3, float speed_km_s) {
  return 1.6726e-6F * density_cm3 * speed_km_s * speed_km_s;
}

float newell_coupling(float speed_km_s, float by_gsm_nt, float bz_gsm_nt) {
  const float transverse = std::hypot(by_gsm_nt, bz_gsm_nt);
  const float half_clock_angle = 0.5F * std::atan2(by_gsm_nt, bz_gsm_nt);
  const float sine = std::abs(std::sin(half_clock_angle));
  return std::pow(speed_km_s, 4.F / 3) * std::pow(transverse, 2.F / 3) * std::pow(sine, 8.F / 3);
}

}  // namespace symh
