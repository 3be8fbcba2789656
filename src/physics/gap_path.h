#pragma once
#include <optional>
#include <vector>

#include "series/series.h"

namespace symh {

/// SYM-H between its last observation and a later time, estimated from the solar wind that is known by then.
struct GapPath {
  Time last_observed;
  float last_nt = 0;            ///< SYM-H at last_observed
  Minutes cadence{5};           ///< that of the series
  std::vector<float> sym_h_nt;  ///< at last_observed + cadence, + 2 cadence …

  Time last_time() const { return last_observed + cadence * static_cast<long>(sym_h_nt.size()); }
};

/// A gap that is longer is not bridged.
inline constexpr Minutes longest_gap{4 * 1440};

/// The path of SYM-H up to `to`: 0.75 of that by the law of O'Brien & McPherron and 0.25 of that by the law
/// of Burton et al. (ring_current.h), each integrated by itself in steps of the cadence. The mean has half
/// the bias of the first law in deep storms. A sample measured at L1 acts when it reaches Earth, by the speed
/// of the step. A gap of the wind is held for half an hour and then taken as quiet. Nothing if SYM-H is
/// observed at `to`, if its last observation is older than longest_gap, or if the series has no solar wind or
/// does not say where it was measured. Reads no value stamped after `to`.
std::optional<GapPath> path_through_gap(const Series& series, Time to);

/// Puts the path into `sym_h` of the rows that it covers.
void put_path(Series& series, const GapPath& path);

/// Half the width [nT] of the 5-95 % band about an estimate that lies so long after the last observation:
/// offset + slope * depth^1.3, with both rising with the time. Measured with the laws above, which are not
/// fitted to any of them, on 80 storms of 1998-2017 at 5 minutes.
float gap_half_width_nt(Minutes lateness, float estimate_nt);

}  // namespace symh
