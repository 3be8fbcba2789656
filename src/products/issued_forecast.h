#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"

namespace symh {

/// One lead time of an issued forecast.
struct LeadForecast {
  Minutes lead_time{0};
  Time valid_time;
  float value_nt = 0;
  std::optional<float> q05_nt, q95_nt;  ///< the 5-95 % band; absent where the model has none
  std::vector<float>
      class_probabilities;   ///< of the storm levels, by a classification; empty for other models
  float persistence_nt = 0;  ///< the forecast that nothing changes
};

/// The solar wind known at issue time.
struct SolarWindSeen {
  std::optional<Time>
      newest;  ///< stamp up to which both speed and bz_gsm are known; absent where either is missing
};

/// Why another model forecasts than the one asked for.
struct Fallback {
  std::string from;                 ///< the model asked for
  std::string reason;               ///< one sentence
  std::vector<Minutes> not_served;  ///< lead times of the model asked for that the other model does not have
};

/// A forecast as it is issued: plain data, whichever model made it.
struct IssuedForecast {
  std::string model, target;
  std::string model_trained_at;  ///< ISO 8601; empty where the model does not say
  Time issue_time;
  float last_nt = 0;  ///< the value of the target at issue_time, held since last_observed
  /// Stamp of the newest observed value of the target at the cadence of the model. The model holds that value
  /// until issue_time, for windows.fill_limit at most.
  Time last_observed;
  std::vector<LeadForecast> leads;
  std::optional<SolarWindSeen> solar_wind;  ///< absent where the model asked for uses no solar wind
  std::optional<Fallback> fallback;         ///< absent where the model asked for made the forecast
};

}  // namespace symh
