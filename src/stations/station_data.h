#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "series/series.h"
#include "stations/observatories.h"

namespace symh {

inline constexpr Minutes slot_length{5};
inline constexpr std::int64_t slots_a_day = 288;

/// H of one observatory on a grid without holes, from the beginning of a UT day on; NaN where it has no
/// value.
struct StationData {
  const Observatory* observatory = nullptr;
  double share = 1;                      ///< of SYM-H in H: cos of the dipole latitude
  std::vector<float> minutes;            ///< H by the minute, nT, jumps of the baseline removed
  std::vector<float> slots;              ///< medians over slots of 5 minutes
  std::vector<std::int64_t> jumps = {};  ///< minutes at which the baseline jumped
};

/// The observatories of a series of H by the minute, and the observed index, on one grid.
struct StationGrid {
  Time start;  ///< the beginning of a UT day
  std::int64_t minutes = 0;
  std::vector<StationData> stations;
  std::vector<float> observed_nt;  ///< [slot] mean of sym_h
  /// [slot] the last stamp, in minutes since `start`, of the values that observed_nt is the mean of.
  std::vector<std::int64_t> observed_until;

  std::int64_t slots() const { return minutes / slot_length.count(); }
};

/// Lays both series on a grid. Throws DataError if fewer than two observatories have data, or if `observed`
/// has no sym_h; the series of the observatories must be by the minute.
StationGrid station_grid(const Series& stations, const Series& observed);

/// Finds jumps of the baseline of one observatory, steps within a minute that no other observatory shows and
/// that last, and takes them out of all later values. A jump is known ten minutes after it, so values before
/// that stay as they were measured.
void remove_jumps(StationGrid& grid);

/// The median; NaN if there is no value. Missing values do not count.
float median_of(std::vector<float> values);

}  // namespace symh
