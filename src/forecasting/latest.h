#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "saved/ensemble.h"

namespace symh {

/// One lead time of an issued forecast.
struct LeadForecast {
  Minutes lead_time{0};
  Time valid_time;
  float value_nt = 0;
  std::optional<float> q05_nt, q95_nt;     ///< the 5-95 % band, where the model has one
  std::string level;                       ///< of value_nt, or the most probable one of a classification
  std::vector<float> level_probabilities;  ///< classification only
  float persistence_nt = 0;
};

/// The solar wind that was there at issue time.
struct SolarWindSeen {
  std::optional<Time> newest;  ///< stamp up to which both speed and bz_gsm are there; nothing without either
};

/// Why another model forecasts than the one asked for.
struct Fallback {
  std::string from;                 ///< the model asked for
  std::string reason;               ///< one sentence
  std::vector<Minutes> not_served;  ///< its lead times that the other model does not have
};

/// A forecast as it is issued.
struct IssuedForecast {
  std::string model, target;
  Time issue_time;
  float last_nt = 0;  ///< held since `last_observed`
  /// Stamp of the newest value of the target at the cadence of the model, which holds it until issue, for
  /// windows.fill_limit at most.
  Time last_observed;
  std::vector<LeadForecast> leads;
  std::optional<SolarWindSeen> solar_wind;  ///< of a model of the solar wind, and of what stands in for one
  std::optional<Fallback> fallback;
};

/// The part of a series that is known at a time: what is stamped at or before it. Throws DataError where that
/// is nothing.
Series known_at(const Series& series, Time at);

/// Stamp of the newest value of a channel at or before `at`; nothing where there is none.
std::optional<Time> newest_value(const Series& series, const std::string& channel, Time at);

/// What there is of it at issue time.
SolarWindSeen solar_wind_seen(const Series& series, Time issue);

/// True where any member needs solar wind.
bool uses_solar_wind(const Ensemble& ensemble);

/// The newest issue time of `series` that has its history (at or before `at`, where given); nothing where
/// there is none.
std::optional<Time> newest_issue_time(const Model& model, const Series& series, std::optional<Time> at = {});

/// The forecast from the newest issue time of `series` that has its history (at or before `at`, where given).
/// Throws DataError when there is none.
IssuedForecast issue_forecast(const Ensemble& ensemble, const Series& series, std::optional<Time> at = {});
IssuedForecast issue_forecast(const Model& model, const Series& series, std::optional<Time> at = {});

/// For a terminal, at most 80 columns.
std::string to_text(const IssuedForecast& forecast);
/// `issue_time,lead_time_minutes,valid_time,forecast_nt,level,persistence_nt`; of a model with a band also
/// `q05_nt,q95_nt`, of a classification `p_quiet` and the other levels; last `model,fallback_from`, the
/// latter empty where the model asked for has forecast.
std::string to_csv(const IssuedForecast& forecast);
nlohmann::json to_json(const IssuedForecast& forecast);

}  // namespace symh
