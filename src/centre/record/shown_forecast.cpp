#include "centre/record/shown_forecast.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/json.h"
#include "products/odds_json.h"

namespace symh {
namespace {

using Json = nlohmann::json;

/// Nothing for a missing key and for null.
std::optional<Json> find(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found == json.end() || found->is_null() ? std::nullopt : std::optional<Json>(*found);
}

std::optional<Time> find_time(const Json& json, const char* key) {
  const auto text = find(json, key);
  return text ? parse_time(text->get<std::string>()) : std::nullopt;
}

std::optional<double> find_number(const Json& json, const char* key) {
  const auto number = find(json, key);
  return number ? std::optional(number->get<double>()) : std::nullopt;
}

std::optional<std::pair<double, double>> find_pair(const Json& json, const char* low, const char* high) {
  const auto first = find_number(json, low), second = find_number(json, high);
  if (!first || !second) return std::nullopt;
  return std::pair{*first, *second};
}

std::optional<LevelChances> find_chances(const Json& lead) {
  const auto found = find(lead, "level_probabilities");
  if (!found) return std::nullopt;
  LevelChances chances{};
  for (std::size_t level = 0; level < chances.size(); ++level)
    chances[level] = found->at(std::string(storm_level_name(static_cast<StormLevel>(level))));
  return chances;
}

ShownLead read_lead(const Json& json) {
  ShownLead lead;
  lead.lead_time = Minutes{json.at("lead_time_minutes").get<int>()};
  lead.valid_time = parse_time(json.at("valid_time").get<std::string>()).value();
  lead.forecast_nt = json.at("forecast_nt");
  lead.level = json.at("level");
  lead.band_nt = find_pair(json, "q05_nt", "q95_nt");
  lead.middle_nt = find_pair(json, "q25_nt", "q75_nt");
  lead.chances = find_chances(json);
  return lead;
}

ShownForecast read(const Json& json) {
  ShownForecast forecast;
  forecast.model = json.at("model");
  forecast.target = json.at("target");
  forecast.issue_time = parse_time(json.at("issue_time").get<std::string>()).value();
  forecast.last_observed = find_time(json, "last_observed");
  forecast.last_nt = find_number(json, "last_nt").value_or(std::nan(""));
  if (const auto estimated = find(json, "estimated_now")) {
    forecast.estimated_nt = find_number(*estimated, "value_nt");
    forecast.estimated_band_nt = find_pair(*estimated, "q05_nt", "q95_nt");
  }
  if (const auto wind = find(json, "solar_wind")) forecast.wind_at_earth = find_time(*wind, "at_earth");
  for (const auto& lead : json.at("forecasts")) forecast.leads.push_back(read_lead(lead));
  if (forecast.leads.empty()) throw std::invalid_argument("it has no lead times");
  forecast.odds = read_odds(json);
  if (const auto warnings = find(json, "warnings"))
    forecast.warnings = warnings->get<std::vector<std::string>>();
  return forecast;
}

}  // namespace

ShownForecast read_shown_forecast(const std::string& text) {
  const std::string origin = "the newest forecast in the log";
  const auto json = parse_json(text, origin, "symh replaces it with the next forecast");
  try {
    return read(json);
  } catch (const std::exception& error) {
    throw DataError(fmt::format("{} cannot be shown: {}", origin, error.what()));
  }
}

}  // namespace symh
