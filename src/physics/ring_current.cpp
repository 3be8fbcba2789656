#include "physics/ring_current.h"

#include <algorithm>
#include <cmath>

namespace symh {

namespace {

double injection(const RingCurrentLaw& law, double vbs_mv_m) {
  return law.injection_nt_per_hour * std::max(0.0, vbs_mv_m - law.threshold_mv_m);
}

}  // namespace

double decay_time_hours(double vbs_mv_m) {
  const auto& law = obrien_mcpherron_law;
  return law.decay_hours * std::exp(law.decay_field_mv_m / (law.decay_offset_mv_m + vbs_mv_m));
}

double injection_nt_per_hour(double vbs_mv_m) { return injection(obrien_mcpherron_law, vbs_mv_m); }

double burton_injection_nt_per_hour(double vbs_mv_m) { return injection(burton_law, vbs_mv_m); }

double pressure_term_nt(double dynamic_pressure_npa) { return 7.26 * std::sqrt(dynamic_pressure_npa) - 11.0; }

RingCurrentRates obrien_mcpherron_rates(double vbs_mv_m) {
  return {injection_nt_per_hour(vbs_mv_m), decay_time_hours(vbs_mv_m)};
}

RingCurrentRates burton_rates(double vbs_mv_m) {
  return {burton_injection_nt_per_hour(vbs_mv_m), burton_decay_time_hours};
}

double advance_ring_current(double sym_h_star_nt, const RingCurrentRates& rates, double hours) {
  const double level = rates.injection_nt_per_hour * rates.decay_hours;  // where injection and decay balance
  return level + (sym_h_star_nt - level) * std::exp(-hours / rates.decay_hours);
}

double advance_ring_current(double sym_h_star_nt, double vbs_mv_m, double hours) {
  return advance_ring_current(sym_h_star_nt, obrien_mcpherron_rates(vbs_mv_m), hours);
}

}  // namespace symh
