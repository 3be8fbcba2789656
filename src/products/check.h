#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "products/issued_forecast.h"

namespace symh {

/// Says which rule of data/schema/forecast.schema.json a forecast.json breaks, and where; empty if none.
std::string broken_rule(const nlohmann::json& product);

/// Throws RunError if the numbers are no forecast (impossible_forecast).
void require_possible(const IssuedForecast& forecast);

/// forecast.json, checked: no reader ever gets one that breaks the rules. Throws RunError as
/// require_possible() does, and if a rule of the schema is broken.
nlohmann::json checked_json(const IssuedForecast& forecast, Time issued_at);

}  // namespace symh
