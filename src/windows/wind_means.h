#pragma once
#include <string>
#include <vector>

#include "physics/solar_wind.h"
#include "series/series.h"

namespace symh {

/// Mean solar wind over stretches of the day before a row, as `gap` gives it to the head: the north-south
/// field [nT], the speed [km/s], VBs and Newell's coupling [mV/m], the square root of the pressure
/// [nPa^1/2]. The wind is taken where it was measured.
class WindMeans {
 public:
  WindMeans(const SolarWind& wind, const Series& grid);

  /// The means at a row, [quantity][stretch], into `out`; NaN for a stretch before the segment of the row.
  void at(std::size_t row, float* out) const;

 private:
  std::vector<std::vector<double>> sums_;  ///< [quantity][rows before]
  std::vector<std::size_t> segment_first_;
  Minutes cadence_;
};

/// A stretch of rows before issue time: [nearest, farthest), with the newest row as 0.
struct WindStretch {
  std::size_t nearest, farthest;
};
std::vector<WindStretch> wind_stretches(Minutes cadence);
/// Their names, in the order of WindMeans::at.
std::vector<std::string> wind_mean_features();

}  // namespace symh
