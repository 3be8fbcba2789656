#pragma once
#include <vector>

#include "reporting/diagram.h"
#include "verification/verify.h"

namespace symh {

/// Of a value at a lead time, or of the lowest one up to then.
enum class ChanceOf { value_at, lowest_within };

/// Three diagrams for each lead time that has distributions: the reliability of the chances and the ROC, with
/// a line for each threshold that was reached, and the PIT histogram.
std::vector<Diagram> chance_diagrams(const std::vector<LeadTimeScores>& leads,
                                     ChanceOf of = ChanceOf::value_at);

}  // namespace symh
