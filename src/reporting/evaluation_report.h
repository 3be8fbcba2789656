#pragma once
#include <string>
#include <vector>

#include "verification/forecast_table.h"
#include "verification/periods.h"
#include "verification/verify.h"

namespace symh {

/// The page that `symh evaluate` writes: scores of the model beside its baselines, storm by storm, with plots
/// of the deepest storms. `verification` is verify(table) and has its leads in the same order. Of
/// a backtest also a section for each of `periods`.
std::string evaluation_report(const ForecastTable& table, const Verification& verification,
                              const std::vector<PeriodScores>& periods = {});

}  // namespace symh
