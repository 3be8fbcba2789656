#pragma once
#include "reporting/training_report.h"
#include "verification/forecast_table.h"
#include "verification/verify.h"

namespace symh::test {

/// A made-up evaluation: `storms` storms of four days at lead times of 1 h and 4 h, one hole in each.
ForecastTable sample_table(int storms = 6);

/// Scores with plausible numbers that do not depend on verify(), which has its own tests.
Verification sample_verification(const ForecastTable& table);

/// 40 epochs of a run that starts to overfit.
TrainingCurves sample_curves();

/// Three epochs over 48 lags: vanishing, flat, exploding.
GradientProfile sample_gradients();

}  // namespace symh::test
