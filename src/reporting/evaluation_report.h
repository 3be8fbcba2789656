#pragma once
#include <string>

#include "verification/forecast_table.h"
#include "verification/verify.h"

namespace symh {

/// The page that `symh evaluate` writes: scores of the model beside its baselines, storm by storm, with plots
/// of the deepest storms. `verification` is verify(table) and has its leads in the same order.
std::string evaluation_report(const ForecastTable& table, const Verification& verification);

}  // namespace symh
