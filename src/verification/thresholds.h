#pragma once
#include <cstddef>
#include <vector>

namespace symh {

/// Contingency scores for "observed at or below threshold".
struct ThresholdScores {
  float threshold_nt = 0;
  std::size_t hits = 0, misses = 0, false_alarms = 0, correct_negatives = 0;
  double pod = 0, far = 0, heidke = 0, true_skill = 0;  ///< NaN where undefined
};

/// Scores the pairs in which both values exist; an event is a value at or below the threshold.
ThresholdScores score_threshold(const std::vector<float>& observed_nt, const std::vector<float>& forecast_nt,
                                float threshold_nt);

std::vector<ThresholdScores> score_thresholds(const std::vector<float>& observed_nt,
                                              const std::vector<float>& forecast_nt,
                                              const std::vector<float>& thresholds_nt);

}  // namespace symh
