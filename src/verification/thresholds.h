#pragma once
#include <cstddef>
#include <vector>

#include "verification/interval.h"
#include "verification/moments.h"

namespace symh {

/// Contingency scores for "observed at or below threshold".
struct ThresholdScores {
  float threshold_nt = 0;
  std::size_t hits = 0, misses = 0, false_alarms = 0, correct_negatives = 0;
  double pod = 0, far = 0, heidke = 0, true_skill = 0;  ///< NaN where undefined
  /// The symmetric extremal dependence index, which also tells good from bad where events are rare: 1 best, 0
  /// no better than a guess.
  double sedi = undefined;
  Interval sedi_interval{undefined, undefined};  ///< only over all storms
};

/// The symmetric extremal dependence index (Ferro & Stephenson 2011, 10.1175/WAF-D-10-05030.1, eq. 6). With
/// any empty cell it is undefined, and NaN.
double sedi(double hits, double misses, double false_alarms, double correct_negatives);

/// Scores the pairs in which both values exist; an event is a value at or below the threshold.
ThresholdScores score_threshold(const std::vector<float>& observed_nt, const std::vector<float>& forecast_nt,
                                float threshold_nt);

std::vector<ThresholdScores> score_thresholds(const std::vector<float>& observed_nt,
                                              const std::vector<float>& forecast_nt,
                                              const std::vector<float>& thresholds_nt);

}  // namespace symh
