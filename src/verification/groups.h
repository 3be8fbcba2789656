#pragma once
#include "verification/samples.h"
#include "verification/verify.h"

namespace symh {

/// Scores of model and persistence by the phase of the storm at valid time (main: from its start to its
/// minimum; recovery: from there to its end; quiet: outside storms) and by the observed storm level. Groups
/// without samples are left out.
std::vector<GroupScores> score_groups(const LeadTimeForecasts& lead, const Rows& rows);

}  // namespace symh
