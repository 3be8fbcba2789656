#pragma once

namespace symh {

/// What a paper says of injection and decay: Q = injection (VBs - threshold) above the threshold, else 0, and
/// tau = decay_hours exp(decay_field / (decay_offset + VBs)), fields in mV/m.
struct RingCurrentLaw {
  double injection_nt_per_hour, threshold_mv_m;
  double decay_hours, decay_field_mv_m, decay_offset_mv_m;
};
/// O'Brien & McPherron (2000, 10.1029/1998JA000437).
inline constexpr RingCurrentLaw obrien_mcpherron_law{-4.4, 0.49, 2.4, 9.74, 4.69};
/// Burton et al. (1975, 10.1029/JA080i031p04204), whose decay time is the same under every field.
inline constexpr RingCurrentLaw burton_law{-5.4, 0.5, 7.7, 0.0, 1.0};

/// Decay time of the ring current [h] under a southward field VBs [mV/m] (O'Brien & McPherron 2000,
/// 10.1029/1998JA000437): 2.4 exp(9.74 / (4.69 + VBs)).
double decay_time_hours(double vbs_mv_m);
/// Injection Q [nT/h] of the same paper: -4.4 (VBs - 0.49) above 0.49 mV/m, else 0.
double injection_nt_per_hour(double vbs_mv_m);
/// Injection of Burton et al. (1975, 10.1029/JA080i031p04204) in nT/h: -5.4 (VBs - 0.5) above 0.5 mV/m.
double burton_injection_nt_per_hour(double vbs_mv_m);
/// Decay time of Burton et al. (1975) [h].
inline constexpr double burton_decay_time_hours = burton_law.decay_hours;

/// The magnetopause currents' part of SYM-H [nT] at a dynamic pressure [nPa]: SYM-H = SYM-H* + 7.26 sqrt(P)
/// - 11.
double pressure_term_nt(double dynamic_pressure_npa);

/// Injection and decay under a constant drive.
struct RingCurrentRates {
  double injection_nt_per_hour = 0;
  double decay_hours = 1;
};
RingCurrentRates obrien_mcpherron_rates(double vbs_mv_m);
RingCurrentRates burton_rates(double vbs_mv_m);

/// SYM-H* after `hours` at constant rates, exactly integrated: dSYM-H*/dt = Q - SYM-H*/tau.
double advance_ring_current(double sym_h_star_nt, const RingCurrentRates& rates, double hours);
/// The same under constant VBs (O'Brien & McPherron 2000).
double advance_ring_current(double sym_h_star_nt, double vbs_mv_m, double hours);

}  // namespace symh
