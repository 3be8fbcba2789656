#pragma once
#include <vector>

#include "reporting/report.h"
#include "verification/periods.h"

namespace symh {

/// How the scores of a backtest went from period to period: a plot a lead time, then a section a period.
void add_periods(Report& report, const std::vector<PeriodScores>& periods);

}  // namespace symh
