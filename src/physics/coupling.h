#pragma once

namespace symh {

/// Dawn-dusk electric field of the southward field, v * max(0, -Bz) [mV/m], from km/s and nT (Burton et al.
/// 1975, 10.1029/JA080i031p04204).
float southward_electric_field(float speed_km_s, float bz_gsm_nt);

/// Solar-wind dynamic pressure of protons, 1.6726e-6 n v^2 [nPa], from cm^-3 and km/s.
float dynamic_pressure(float density_cm3, float speed_km_s);

/// The powers of speed, transverse field and sin(theta/2) in newell_coupling.
inline constexpr float newell_speed_power = 4.F / 3, newell_field_power = 2.F / 3,
                       newell_sine_power = 8.F / 3;

/// Newell et al. (2007, 10.1029/2006JA012015): v^(4/3) B_T^(2/3) sin^(8/3)(theta/2), km/s and nT.
float newell_coupling(float speed_km_s, float by_gsm_nt, float bz_gsm_nt);

/// Newell's coupling scaled to the southward electric field [mV/m]: 400 km/s and Bz = -5 nT give 2 mV/m, as
/// they do for v * B_south, so that a ring-current model can be driven by either.
float newell_electric_field(float newell_coupling);

/// Merging electric field of Kan & Lee (1979, 10.1029/GL006i007p00577), v B_T sin^2(theta/2) [mV/m], from
/// km/s and nT.
float kan_lee_electric_field(float speed_km_s, float by_gsm_nt, float bz_gsm_nt);

/// Akasofu's epsilon (Perreault & Akasofu 1978, 10.1111/j.1365-246X.1978.tb05494.x), (4 pi / mu0) v B^2
/// sin^4(theta/2) l0^2 with l0 = 7 Earth radii [GW], from km/s and nT.
float akasofu_epsilon(float speed_km_s, float b_total_nt, float by_gsm_nt, float bz_gsm_nt);

/// IMF clock angle theta = atan2(By, Bz), 0 northward, +-pi southward [rad].
float clock_angle(float by_gsm_nt, float bz_gsm_nt);

}  // namespace symh
