#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "artifact/ensemble.h"

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

/// A forecast as it is issued.
struct IssuedForecast {
  std::string model, target;
  Time issue_time;
  float last_nt = 0;
  std::vector<LeadForecast> leads;
};

/// The forecast from the newest issue time of `series` that has its history (at or before `at`, where given).
/// Throws DataError when there is none.
IssuedForecast issue_forecast(const Ensemble& ensemble, const Series& series, std::optional<Time> at = {});
IssuedForecast issue_forecast(const Model& model, const Series& series, std::optional<Time> at = {});

/// For a terminal, at most 80 columns.
std::string to_text(const IssuedForecast& forecast);
/// `issue_time,lead_time_minutes,valid_time,forecast_nt,level,persistence_nt`; of a model with a band also
/// `q05_nt,q95_nt`, of a classification `p_quiet` and the other levels.
std::string to_csv(const IssuedForecast& forecast);
nlohmann::json to_json(const IssuedForecast& forecast);

}  // namespace symh
