#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "products/issued_forecast.h"

namespace symh {

/// A table for a terminal, at most 80 columns wide.
std::string to_text(const IssuedForecast& forecast);

/// `issue_time,lead_time_minutes,valid_time,forecast_nt,level,persistence_nt`; of a model with a band also
/// `q05_nt,q95_nt`, of a classification `p_quiet` and the other levels; last `model,fallback_from`, the
/// latter empty where the model asked for made the forecast.
std::string to_csv(const IssuedForecast& forecast);

/// forecast.json, as data/schema/forecast.schema.json describes it: what `symh predict --json` prints and
/// `symh forecast` publishes. `issued_at` is the clock of the run; the age of the data is counted from it.
nlohmann::json to_json(const IssuedForecast& forecast, Time issued_at);

}  // namespace symh
