#pragma once
#include <vector>

#include "reporting/report.h"
#include "verification/periods.h"

namespace symh {

/// The scores of a backtest by period: a plot for each lead time, then a section for each period.
void add_periods(Report& report, const std::vector<PeriodScores>& periods);

}  // namespace symh
