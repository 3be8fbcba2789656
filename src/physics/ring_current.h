#pragma once
#include "physics/number.h"

/// Injection and decay of the ring current, dSYM-H*/dt = Q - SYM-H*/tau, with SYM-H* = SYM-H - pressure term.
/// `Number` is double or a float64 graph::Value.
namespace symh {

/// The coefficients of one paper: Q = injection (VBs - threshold) above the threshold, else 0, and
/// tau = decay_hours exp(decay_field / (decay_offset + VBs)); VBs, threshold, field and offset in mV/m.
template <class Number>
struct RingCurrentLaw {
  Number injection_nt_per_hour, threshold_mv_m;
  Number decay_hours, decay_field_mv_m, decay_offset_mv_m;
};
/// O'Brien & McPherron (2000, 10.1029/1998JA000437).
inline constexpr RingCurrentLaw<double> obrien_mcpherron_law{-4.4, 0.49, 2.4, 9.74, 4.69};
/// Burton et al. (1975, 10.1029/JA080i031p04204): the decay time does not depend on the field.
inline constexpr RingCurrentLaw<double> burton_law{-5.4, 0.5, 7.7, 0.0, 1.0};
/// A ring current that fills and empties more slowly than that of O'Brien & McPherron. It is no published
/// law: beside the others it tells a model how fast a storm may recover.
inline constexpr RingCurrentLaw<double> slow_law{-3.6, 0.49, 3.4, 9.74, 4.69};

/// Injection Q [nT/h] under a southward field VBs [mV/m].
template <class Number>
Number injection_nt_per_hour(const RingCurrentLaw<Number>& law, Number vbs_mv_m) {
  return law.injection_nt_per_hour * at_least(vbs_mv_m - law.threshold_mv_m, 0.0);
}

/// Decay time tau [h] under a southward field VBs [mV/m].
template <class Number>
Number decay_hours(const RingCurrentLaw<Number>& law, Number vbs_mv_m) {
  return law.decay_hours * exponential(law.decay_field_mv_m / (law.decay_offset_mv_m + vbs_mv_m));
}

/// The part of SYM-H [nT] that the magnetopause currents cause, 7.26 sqrt(P) - 11, from the square root of
/// the dynamic pressure [nPa^1/2].
template <class Number>
Number pressure_term_of_root_nt(Number root_of_pressure) {
  return 7.26 * root_of_pressure - 11.0;
}
/// The same from the dynamic pressure [nPa].
template <class Number>
Number pressure_term_nt(Number dynamic_pressure_npa) {
  return pressure_term_of_root_nt(square_root(dynamic_pressure_npa));
}

/// One exactly integrated step under constant injection and decay: SYM-H* becomes level + (SYM-H* - level)
/// kept.
template <class Number>
struct RingCurrentStep {
  Number level_nt;  ///< at which injection and decay balance
  Number kept;      ///< share of the distance from the level that is left after the step
};
template <class Number>
RingCurrentStep<Number> ring_current_step(Number injection_nt_per_hour, Number decay_hours, double hours) {
  return {injection_nt_per_hour * decay_hours, exponential(-hours / decay_hours)};
}
inline double advance_ring_current(double sym_h_star_nt, const RingCurrentStep<double>& step) {
  return step.level_nt + (sym_h_star_nt - step.level_nt) * step.kept;
}

/// A forecast by the law of O'Brien & McPherron that hands over to one by that of Burton et al. where their
/// mean falls below -250 nT: there the decay of the first is too fast (its bias below -390 nT is 75 nT one
/// hour ahead, that of the second 2 nT).
template <class Number>
Number hand_over_when_deep(Number obrien_mcpherron_nt, Number burton_nt) {
  const auto mean_nt = (obrien_mcpherron_nt + burton_nt) * 0.5;
  return obrien_mcpherron_nt +
         (burton_nt - obrien_mcpherron_nt) / (exponential((mean_nt + 250.0) / 30.0) + 1.0);
}

}  // namespace symh
