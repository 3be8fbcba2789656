#pragma once
#include <string>
#include <vector>

#include "verification/forecast_table.h"
#include "verification/periods.h"
#include "verification/verify.h"

namespace symh {

/// The page that `symh evaluate` writes: scores of the model and its baselines for each storm, with plots of
/// the deepest storms. `verification` must be verify(table), with its lead times in the same order. A
/// backtest gets one more section for each of `periods`.
std::string evaluation_report(const ForecastTable& table, const Verification& verification,
                              const std::vector<PeriodScores>& periods = {});

}  // namespace symh
