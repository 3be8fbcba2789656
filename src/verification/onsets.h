#pragma once
#include <optional>
#include <vector>

#include "verification/samples.h"

namespace symh {

/// Values at or below a threshold that are less than this apart belong to one episode.
inline constexpr Minutes episode_gap{6 * 60};

/// An observed onset: a value at or below a threshold after values above it, and not within episode_gap of an
/// earlier such value. Times are valid times.
struct Onset {
  std::size_t row = 0;  ///< of the sample that is the onset
  Time time;
  int storm = -1;  ///< the first storm in the episode that the onset begins; -1: none
  /// When the forecast series first reaches the threshold in the episode that belongs to this onset, and no
  /// more than episode_gap before it; empty: a miss.
  std::optional<Time> forecast;
  /// When that first forecast is valid, minus the onset: positive is late.
  std::optional<Minutes> timing_error() const;
};

/// The onsets of one threshold, and the forecast episodes.
struct Onsets {
  std::vector<Onset> observed;
  std::size_t forecast_episodes = 0;
  std::size_t false_alarms = 0;  ///< forecast episodes that belong to no observed one
};

/// Compares the episodes of the forecast series of one lead time with those of the observed series. They
/// belong to each other if they overlap, or are no further apart than the lead time and episode_gap. An
/// episode under way where the samples begin has no onset.
Onsets find_onsets(const LeadTimeForecasts& lead, const std::vector<float>& forecast_nt,
                   const SampleRows& rows, float threshold_nt);

}  // namespace symh
