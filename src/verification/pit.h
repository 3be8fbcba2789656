#pragma once
#include <array>
#include <vector>

#include "verification/bootstrap.h"
#include "verification/samples.h"

namespace symh {

/// Where the observations lie in their forecast distributions: the probability integral transform F(observed)
/// (Dawid 1984), which is uniform between 0 and 1 if the distributions are right (Gneiting et al. 2007,
/// 10.1111/j.1467-9868.2007.00587.x). NaN without samples.
struct PitScores {
  static constexpr std::size_t bins = 10;
  std::size_t samples = 0;
  std::array<double, bins> shares{};  ///< of the samples in each tenth; ideally 0.1
  std::array<Interval, bins> share_intervals{};
  /// The sum of |share - 0.1| (the reliability index of Delle Monache et al. 2006, 10.1029/2005JD006917): 0
  /// if uniform, at most 1.8. Chance alone makes it a little greater than 0.
  double deviation = 0;
  Interval deviation_interval;
  double mean = 0;  ///< ideally 0.5; less: the observations lie lower than forecast
  /// Variance / (1 / 12): 1 if the width is right, more if the distributions are too narrow.
  double spread = 0;
};

/// F(observed) of each of `rows`, which must be banded_rows(): of the TwoPieceNormal of forecast and band.
std::vector<double> pit_values(const LeadTimeForecasts& lead, const SampleRows& rows);

/// Of such values, one for each sample of `bootstrap`.
PitScores score_pit(const Bootstrap& bootstrap, const std::vector<double>& values);

}  // namespace symh
