#pragma once
#include "core/time.h"

namespace symh {

/// What an estimate of SYM-H from observatories says of the path through the gap.
struct StationCorrection {
  double nt = 0;            ///< to add to the path
  double deviation_nt = 0;  ///< standard deviation of the error that remains
};

/// An estimate and its standard error, nT.
struct UncertainIndex {
  double nt = 0, deviation_nt = 0;
};

/// The path at the time of an estimate, corrected by it: the mean of both, weighed by the inverse squares of
/// their errors, which are independent of each other. One step of a Kalman filter.
StationCorrection corrected_by(const UncertainIndex& path, const UncertainIndex& estimate);

/// The correction so much later. The ring current has kept this share of it by then, and the path of that
/// time has an error of its own since.
StationCorrection later(const StationCorrection& correction, double kept, double deviation_since_nt);

/// Standard deviation [nT] of the error of a path without any correction, so long after the last observation.
double path_deviation_nt(Minutes lateness, double path_nt);

}  // namespace symh
