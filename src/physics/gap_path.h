#pragma once
#include <optional>
#include <vector>

#include "physics/dst_anchor.h"
#include "physics/ring_current_run.h"
#include "series/series.h"

namespace symh {

/// What observatories gave to a path.
struct StationsOfPath {
  Time known_until;         ///< stamp of their newest estimate
  double deviation_nt = 0;  ///< standard deviation of the error that remains at the end of the path
};

/// SYM-H up to a time, estimated from the solar wind that is known by then: from its last observation, or, if
/// there is none, from a quiet ring current longest_gap before.
struct GapPath {
  Time start;                                   ///< of the last observation, or of the run from quiet
  std::optional<float> last_nt;                 ///< SYM-H observed at `start`; absent in a run from quiet
  Minutes cadence{5};                           ///< that of the series
  std::optional<AnchorCorrection> anchor = {};  ///< of the last value, where hourly Dst corrected the path
  /// Where estimates from observatories corrected its end.
  std::optional<StationsOfPath> stations = {};
  bool from_wind = true;        ///< false: from the observatories alone
  std::vector<float> sym_h_nt;  ///< at start + cadence, start + 2 cadence …

  Time last_time() const { return start + cadence * static_cast<long>(sym_h_nt.size()); }
};

/// Without any observation a path needs solar wind for as long as this, or the ring current remembers what
/// nobody has seen.
inline constexpr Minutes shortest_run_from_quiet{1440};

/// A path reads data from so long before its start: for the offset of Dst, and the wind on its way from L1.
inline constexpr Minutes read_before_path = dst_offset_span + Minutes{120};

/// What a path adds to an estimate by the law of O'Brien & McPherron: the mean of 0.75 of that law and 0.25
/// of that of Burton et al. has half its bias in deep storms.
template <class Number>
Number mean_of_laws(Number obrien_mcpherron_nt, Number burton_nt) {
  return 0.75 * obrien_mcpherron_nt + 0.25 * burton_nt;
}

/// So long the path holds a wind that is missing.
inline constexpr Minutes wind_hold_through_gap{30};

/// The path of SYM-H up to `to`: mean_of_laws() of two runs (ring_current_run.h), each integrated by itself
/// in steps of the cadence. A gap of the wind is held for
/// wind_hold_through_gap and then taken as quiet. Where the series has hourly Dst of the gap (DstAnchor), the
/// path is corrected by it; so it is by estimates from observatories (the channels sym_h_quick and
/// sym_h_quick_error), each weighed by its standard error. Nothing if
/// SYM-H is observed at `to`, if there is neither an observation within longest_gap nor solar wind for
/// shortest_run_from_quiet, or if the series has no solar wind or does not say where it was measured. Reads
/// no value stamped after `to`.
std::optional<GapPath> path_through_gap(const Series& series, Time to);

/// The same from estimates of observatories alone, where there is no solar wind: each is held until the next.
/// Nothing if there is no estimate at `to`, or if SYM-H is observed then.
std::optional<GapPath> path_by_stations(const Series& series, Time to);

/// An estimate from observatories that is older says nothing of now.
inline constexpr Minutes longest_station_delay{6 * 60};

/// Puts the path into `sym_h` of the rows that it covers.
void put_path(Series& series, const GapPath& path);

/// Half the width [nT] of the 5-95 % band about an estimate that lies so long after the last observation:
/// offset + slope * depth^1.3, with both rising with the time. Measured with the laws above, which are not
/// fitted to any of them, on 80 storms of 1998-2017 at 5 minutes.
float gap_half_width_nt(Minutes lateness, float estimate_nt);
/// The same at the end of a path; narrower where Dst or observatories have corrected it.
float gap_half_width_nt(const GapPath& path);

}  // namespace symh
