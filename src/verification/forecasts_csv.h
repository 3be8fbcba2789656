#pragma once
#include <string>

#include "verification/forecast_table.h"

namespace symh {

/// `issue_time,lead_time_minutes,valid_time,forecast_nt,observed_nt,persistence_nt` and, if the model has a
/// band, `q05_nt,q50_nt,q95_nt`. One row for each forecast, by lead time, then issue time. Missing forecasts
/// have no row; other missing values are empty.
std::string forecasts_csv(const ForecastTable& table);

}  // namespace symh
