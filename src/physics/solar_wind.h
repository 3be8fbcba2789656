#pragma once
#include <vector>

#include "physics/number.h"
#include "series/channels.h"
#include "series/series.h"

namespace symh {

/// A typical quiet wind, used where none was measured.
inline constexpr float quiet_speed_km_s = 400.F, quiet_density_cm3 = 5.F;
/// The distance from L1 to Earth, and the limits of ballistic_delay_minutes().
inline constexpr float l1_distance_km = 1.5e6F, shortest_delay_minutes = 20.F, longest_delay_minutes = 80.F;

/// True if the series has the channels that a ring-current model needs: `speed` and `bz_gsm`.
bool has_solar_wind(const Series& series);

/// The solar wind as ring-current models take it: one value a grid row, never missing. A gap holds the last
/// value up to the limit, then a typical quiet wind (400 km/s, 5 cm^-3, Bz = 0). A speed is held without
/// limit, because it changes slowly. Row r depends on rows up to r alone.
struct SolarWind {
  WindPosition position = WindPosition::unknown;
  std::vector<float> speed_km_s;
  std::vector<float> bz_nt;              ///< north-south field, GSM
  std::vector<float> vbs_mv_m;           ///< v * B_south
  std::vector<float> newell_mv_m;        ///< Newell's coupling, scaled (newell_electric_field)
  std::vector<float> sqrt_pressure_npa;  ///< sqrt of the dynamic pressure
  std::vector<bool> bz_measured;         ///< bz_nt is neither held nor typical
};

/// Throws DataError without `speed` and `bz_gsm`. Without `by_gsm` the field counts as north-south, without
/// `density` as 5 cm^-3.
SolarWind solar_wind(const Series& series, Minutes hold_limit);

/// Time from L1 to Earth at a speed [min]: 1.5e6 km / v, kept within 20 ... 80 min.
template <class Number>
Number ballistic_delay_minutes(Number speed_km_s) {
  return limited(l1_distance_km / speed_km_s / 60.F, shortest_delay_minutes, longest_delay_minutes);
}

/// The series with its solar wind as it arrives at the bow shock: each L1 sample moves to its arrival time
/// (ballistic_delay_minutes() of its own speed). Where several arrive, the one that was measured last counts;
/// short holes between arrivals stay missing. No row sees a sample measured after its stamp. Other channels
/// are unchanged. Throws DataError unless the wind is at L1.
Series propagate_to_bow_shock(Series series);

}  // namespace symh
