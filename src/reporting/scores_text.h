#pragma once
#include <string>
#include <vector>

#include "verification/periods.h"
#include "verification/verify.h"

namespace symh {

/// All scores, lead time by lead time, for a terminal of 80 columns.
std::string to_text(const Verification& verification);

/// A table for each lead time of a backtest: a row for each period and a last one for all together.
std::string to_text(const std::vector<PeriodScores>& periods, const Verification& pooled);

}  // namespace symh
