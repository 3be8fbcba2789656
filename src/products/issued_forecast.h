#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/time.h"
#include "series/series.h"
#include "trajectories/odds.h"

namespace symh {

/// One lead time of an issued forecast.
struct LeadForecast {
  Minutes lead_time{0};
  Time valid_time;
  float value_nt = 0;
  std::optional<float> q05_nt, q95_nt;  ///< the 5-95 % band; absent if the model has none
  std::vector<float>
      class_probabilities;   ///< of the storm levels, from a classification; empty for other models
  float persistence_nt = 0;  ///< the forecast that the last value will not change; NaN without such a value
  /// Quantiles and chances, counted in IssuedForecast::trajectories; absent if there are none.
  std::optional<LeadOdds> odds = {};
};

/// The solar wind known at the issue time.
struct SolarWindSeen {
  std::optional<Time>
      newest;  ///< stamp of the newest known speed and bz_gsm, the older of the two; absent if one is missing
  WindPosition measured_at = WindPosition::unknown;
  /// The time at which that wind reaches Earth: from L1 after 1.5e6 km / speed, from the bow shock at once.
  /// Absent without wind, or if its position is unknown.
  std::optional<Time> at_earth = {};
};

/// The target between its last observation and the issue time, estimated from the solar wind, hourly Dst and
/// observatories.
struct EstimatedIndex {
  float value_nt = 0;                        ///< at issue_time
  float q05_nt = 0, q95_nt = 0;              ///< the 5-95 % band of that value
  std::vector<std::pair<Time, float>> path;  ///< [nT] from the first estimate up to issue_time
  /// End of the newest hour of Dst that corrected the estimate; absent without Dst.
  std::optional<Time> dst_until = {};
  /// Stamp of the newest estimate from observatories that corrected it; absent without such.
  std::optional<Time> stations_until = {};
  std::vector<std::string> observatories = {};  ///< their codes, where they are known
  bool from_wind = true;                        ///< false: from observatories alone
};

/// The reason why another model than the requested one forecasts.
struct Fallback {
  std::string from;                 ///< the requested model
  std::string reason;               ///< one sentence
  std::vector<Minutes> not_served;  ///< lead times that only the requested model has
};

/// A forecast as symh issues it: plain data, whichever model made it.
struct IssuedForecast {
  std::string model, target;
  std::string model_trained_at;  ///< ISO 8601; empty if the model does not say
  Time issue_time;
  float last_nt = 0;  ///< the newest observed value of the target; NaN if there is none
  /// Its stamp at the cadence of the model. issue_time - last_observed is the lateness of the target. From
  /// then to issue_time the model sees estimates, or, without solar wind, that value for windows.fill_limit
  /// at most. Absent if the data have no value of the target.
  std::optional<Time> last_observed;
  std::optional<EstimatedIndex> estimated;  ///< absent if the target is observed at issue_time, or held
  std::vector<LeadForecast> leads;
  /// How strongly that wind drives the ring current: the mean VBs that RingCurrentForecasts::mean_vbs_mv_m()
  /// has; absent where Bz or the speed is not known.
  std::optional<float> drive_mv_m = {};
  std::optional<SolarWindSeen> solar_wind;  ///< absent if the requested model uses no solar wind
  std::optional<Fallback> fallback;         ///< absent if the requested model made the forecast
  /// The sample paths up to the longest lead time, and the chances counted in them. A model without a band
  /// has neither.
  std::optional<Trajectories> trajectories = {};
  std::optional<Odds> odds = {};
  std::vector<std::string> warnings = {};  ///< assumptions that the reader must know, each a sentence
};

}  // namespace symh
