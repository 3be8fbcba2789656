#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "verification/bootstrap.h"
#include "verification/samples.h"

namespace symh {

/// The 5-95 % band on a group of samples.
struct GroupCoverage {
  std::string by;    ///< phase, observed, forecast, drive or lateness
  std::string name;  ///< main, recovery, quiet; or the storm level of the observation or of the forecast
  std::size_t samples = 0;
  double coverage = 0;  ///< share of observations inside the band
  Interval coverage_interval;
  double share_below = 0, share_above = 0;  ///< of observations below and above the band; ideally 0.05 each
  double mean_width_nt = 0;
};

/// The band by the phase of the storm at valid time, by the observed level, and by the level of the forecast,
/// which alone is known at issue time: a true band holds 90 % in each of its groups, but not in a group that
/// the observation chooses; by the drive of the solar wind at issue time, and by the lateness of the target,
/// if they are known. Groups without samples are omitted. `rows` must be banded_rows(), the samples of
/// `bootstrap`.
std::vector<GroupCoverage> score_coverage(const Bootstrap& bootstrap, const LeadTimeForecasts& lead,
                                          const SampleRows& rows);

}  // namespace symh
