#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "stations/quick_index.h"

namespace symh {

/// How an estimate compares with the observed index.
struct QuickIndexScore {
  std::size_t samples = 0;
  double rmse_nt = 0, bias_nt = 0, correlation = 0;
  std::size_t samples_below_50 = 0;
  double rmse_below_50_nt = 0;    ///< where the observed index is below -50 nT
  double share_within_error = 0;  ///< of the samples, how many lie within one standard error
};

/// Compares sample by sample where both have a value. An undefined number is NaN.
QuickIndexScore score_quick_index(const QuickIndex& estimate, const Series& observed);

/// Compares the hourly means of an estimate with hourly Dst, the channel `dst` of `hourly`, whose stamps are
/// the beginnings of the hours. Both measure the ring current, but Dst has an offset from SYM-H that stays
/// for weeks: the bias. An hour counts if half of its estimates are there. share_within_error is NaN. Throws
/// DataError if `hourly` is no hourly Dst.
QuickIndexScore score_against_dst(const QuickIndex& estimate, const Series& hourly);

/// The observatories without one of them, as channels of `stations`: what that one adds.
Series without_station(const Series& stations, const std::string& code);

}  // namespace symh
