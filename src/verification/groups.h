#pragma once
#include <string>
#include <vector>

#include "verification/samples.h"
#include "verification/scores.h"

namespace symh {

/// The scores of model and persistence on a group of samples.
struct GroupScores {
  std::string by;    ///< phase or level
  std::string name;  ///< main, recovery, quiet; or the observed storm level
  Scores model, persistence;
};

/// Scores of model and persistence by the phase of the storm at valid time (main: from its start to its
/// minimum; recovery: from there to its end; quiet: outside storms) and by the observed storm level. Groups
/// without samples are omitted.
std::vector<GroupScores> score_groups(const LeadTimeForecasts& lead, const SampleRows& rows);

}  // namespace symh
