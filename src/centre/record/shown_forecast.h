#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/time.h"
#include "products/levels.h"
#include "trajectories/odds.h"

namespace symh {

/// One lead time as forecast.json gives it.
struct ShownLead {
  Minutes lead_time{0};
  Time valid_time;
  double forecast_nt = 0;
  std::string level;                                   ///< such as `moderate`
  std::optional<std::pair<double, double>> band_nt;    ///< 5-95 %; absent if the model has none
  std::optional<std::pair<double, double>> middle_nt;  ///< 25-75 %
  std::optional<LevelChances> chances;
};

/// What the page shows of a forecast: the content of a forecast.json, so that page and product say the same.
struct ShownForecast {
  std::string model, target;
  Time issue_time;
  std::optional<Time> last_observed;
  double last_nt = 0;  ///< at last_observed; NaN if there is none
  /// The estimate at issue_time and its 5-95 % band, where the target is late.
  std::optional<double> estimated_nt;
  std::optional<std::pair<double, double>> estimated_band_nt;
  std::optional<Time> wind_at_earth;  ///< when the newest solar wind reaches Earth
  std::vector<ShownLead> leads;       ///< at least one, by lead time
  std::optional<Odds> odds;
  std::vector<std::string> warnings;

  /// The value now: the estimate if there is one, else the last observation. NaN if there is neither.
  double now_nt() const { return estimated_nt.value_or(last_nt); }
};

/// Reads a forecast.json that symh wrote. Throws DataError if it is no such document.
ShownForecast read_shown_forecast(const std::string& json);

}  // namespace symh
