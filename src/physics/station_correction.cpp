#include "physics/station_correction.h"

#include <cmath>

#include "physics/gap_path.h"

namespace symh {

StationCorrection corrected_by(const UncertainIndex& path, const UncertainIndex& estimate) {
  const double variance = path.deviation_nt * path.deviation_nt;
  const double noise = estimate.deviation_nt * estimate.deviation_nt;
  if (variance + noise <= 0) return {};
  const double gain = variance / (variance + noise);
  return {.nt = gain * (estimate.nt - path.nt), .deviation_nt = std::sqrt(gain * noise)};
}

StationCorrection later(const StationCorrection& correction, double kept, double deviation_since_nt) {
  return {.nt = kept * correction.nt,
          .deviation_nt = std::hypot(kept * correction.deviation_nt, deviation_since_nt)};
}

double path_deviation_nt(Minutes lateness, double path_nt) {
  constexpr double of_half_width = 1 / 1.645;  // 90 % of a normal distribution
  return of_half_width * static_cast<double>(gap_half_width_nt(lateness, static_cast<float>(path_nt)));
}

}  // namespace symh
