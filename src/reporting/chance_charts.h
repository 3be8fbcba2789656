#pragma once
#include <vector>

#include "reporting/svg_chart.h"
#include "verification/verify.h"

namespace symh {

/// Three charts for each lead time that has distributions: the reliability of the chances and the ROC, with a
/// line for each threshold that was reached, and the PIT histogram.
std::vector<Chart> chance_charts(const std::vector<LeadTimeScores>& leads);

}  // namespace symh
