#pragma once
#include "verification/verify.h"

namespace symh {

/// Fills the classification scores of `scores` where the forecasts have probabilities of storm levels. The
/// forecast level is the most probable one; the Brier score sums over levels (0 best, 2 worst).
void score_classes(LeadTimeScores& scores, const LeadTimeForecasts& lead);

}  // namespace symh
