#pragma once
#include <optional>
#include <string>
#include <vector>

#include "centre/record/forecast_log.h"
#include "centre/record/skill.h"
#include "products/issued_forecast.h"

namespace symh {

/// The age of the newest value of one channel.
struct DataHealth {
  std::string channel;
  std::string newest;  ///< ISO 8601; empty where the channel has no value
  std::string age;     ///< such as `12 min`
};

/// The content of the page of a forecast centre.
struct CentrePage {
  std::string centre;                      ///< its name
  Time made_at;                            ///< by the clock
  std::vector<LoggedForecast> now;         ///< the newest issue time, by lead time
  std::string note;                        ///< a warning such as the reason of a fallback; may be empty
  std::vector<std::string> warnings = {};  ///< IssuedForecast::warnings
  /// Thresholds [nT] of the alerts that are raised and that nobody got, and why the last try failed.
  std::vector<double> undelivered_nt = {};
  std::vector<std::string> delivery_faults = {};
  /// From the last observation to the issue time of `now`; absent if the index is not late, or not estimated.
  std::optional<EstimatedIndex> estimated;
  std::vector<std::pair<Time, float>> observations;  ///< of the last days
  std::vector<LoggedForecast> past;                  ///< forecasts with valid times in the last days
  OperationalSkill skill;                            ///< over the last 30 days
  std::vector<DataHealth> health;
};

/// One self-contained HTML page, for a web server or to open as a file. It begins with the plot of the last
/// day and the coming hours, then the headline and the table of the forecast. It reloads itself every five
/// minutes. Without JavaScript a browser shows the texts and tables, not the plots.
std::string centre_page(const CentrePage& page);

}  // namespace symh
