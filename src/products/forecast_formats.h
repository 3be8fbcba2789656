#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "products/issued_forecast.h"

namespace symh {

/// A table for a terminal, at most 80 columns wide. `now` is the time of the run; the text says if the solar
/// wind does not reach up to it.
std::string to_text(const IssuedForecast& forecast, Time now);

/// `issue_time,lead_time_minutes,valid_time,forecast_nt,level,persistence_nt`; a model with a band adds
/// `q05_nt,q95_nt` and, counted in its trajectories, `q10_nt,q25_nt,q50_nt,q75_nt,q90_nt`; a classification
/// adds `p_quiet` and the other levels. The last columns are `model,fallback_from`; the latter is empty if
/// the requested model made the forecast.
std::string to_csv(const IssuedForecast& forecast);

/// What the estimate rests on, for a sentence: `the solar wind`, `the solar wind and hourly Dst until …`.
std::string sources_of(const EstimatedIndex& estimated);

/// forecast.json, as data/schema/forecast.schema.json describes it: `symh predict --json` prints it and `symh
/// forecast` publishes it. `issued_at` is the time of the run; the age of the data is counted from it.
nlohmann::json to_json(const IssuedForecast& forecast, Time issued_at);

}  // namespace symh
