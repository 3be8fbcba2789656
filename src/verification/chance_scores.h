#pragma once
#include <cstddef>
#include <vector>

#include "verification/chance_forecasts.h"
#include "verification/compared_score.h"
#include "verification/coverage.h"
#include "verification/events.h"
#include "verification/pit.h"
#include "verification/samples.h"

namespace symh {

/// How good the forecast distributions of one lead time were: that of a forecast and its 5-95 % band is a
/// TwoPieceNormal.
struct ChanceScores {
  std::size_t samples = 0;
  ComparedScore crps_nt;     ///< continuous ranked probability score; 0 best
  ComparedScore winkler_nt;  ///< interval score of the 5-95 % band
  std::vector<EventScores> events;
  PitScores pit;
  std::vector<GroupCoverage> coverage;
};

/// What the model says of each of the rows that are scored.
struct ModelChances {
  ChanceForecasts forecasts;
  std::vector<double> pit;  ///< F(observed); empty where it is not known
};

/// Scores the banded_rows() of a lead time; the samples of `bootstrap` must be these. There must be one.
ChanceScores score_chances(const Bootstrap& bootstrap, const LeadTimeForecasts& lead, const SampleRows& rows);
/// The same where the model's distributions are not those of its bands. Where the lead time is a day or
/// longer (shortest_with_cycle), `climatology` is that of the phase of the solar cycle and the season.
ChanceScores score_chances(const Bootstrap& bootstrap, const LeadTimeForecasts& lead, const SampleRows& rows,
                           const ModelChances& model);

}  // namespace symh
