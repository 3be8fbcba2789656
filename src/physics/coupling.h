#pragma once

namespace symh {

/// Dawn-dusk electric field of the southward field, v * max(0, -Bz) [mV/m], from km/s and nT (Burton et al.
/// 1975, 10.1029/JA080i031p04204).
float southward_electric_field(float speed_km_s, float bz_gsm_nt);

/// Solar-wind dynamic pressure of protons, 1.6726e-6 n v^2 [nPa], from cm^-3 and km/s.
float dynamic_pressure(float density_cm3, float speed_km_s);

/// Newell et al. (2007, 10.1029/2006JA012015): v^(4/3) B_T^(2/3) sin^(8/3)(theta/2), km/s and nT.
float newell_coupling(float speed_km_s, float by_gsm_nt, float bz_gsm_nt);

}  // namespace symh
