#pragma once
#include <string>

#include "reporting/tuning_runs.h"

namespace symh {

/// A page with the best runs, the best objective against time, and the objective against each key. Throws
/// std::invalid_argument if a run does not have a position and a value for each axis.
std::string tuning_report(const TuningRuns& search);

}  // namespace symh
