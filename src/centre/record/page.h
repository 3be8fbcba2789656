#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "centre/record/forecast_log.h"
#include "centre/record/shown_forecast.h"
#include "centre/record/skill.h"
#include "centre/record/source_health.h"

namespace symh {

/// The age of the newest value of one channel.
struct DataHealth {
  std::string channel;
  std::optional<Time> newest;  ///< absent if the channel has no value
};

/// One sample of the solar wind; NaN where it is missing.
struct ShownWind {
  Time at_earth;  ///< when it reaches Earth; its stamp if nobody says where it was measured
  float bz_nt = 0, field_nt = 0, speed_km_s = 0, density_cm3 = 0;
};

/// The content of the page of a forecast centre.
struct CentrePage {
  std::string centre;                          ///< its name
  Time made_at;                                ///< by the clock
  std::optional<ShownForecast> forecast = {};  ///< the newest published one
  /// Warnings of this run, each a sentence without its full stop; those of the product come beside them.
  std::vector<std::string> warnings = {};
  std::string note = {};                    ///< what the forecast rests on, such as an estimate; may be empty
  std::vector<AlertMessage> in_force = {};  ///< the newest message of each alert that is in force
  /// The messages that nobody got yet, and why the last try failed.
  std::vector<AlertMessage> undelivered = {};
  std::vector<std::string> delivery_faults = {};
  /// The estimate from the last observation to the issue time; empty if the index is not late.
  std::vector<std::pair<Time, float>> estimated = {};
  std::vector<std::pair<Time, float>> observations = {};  ///< of the last days
  std::vector<LoggedForecast> past = {};                  ///< forecasts with valid times in the last days
  std::vector<ShownWind> wind = {};                       ///< of the last day and more, by time
  OperationalSkill skill = {};                            ///< over the last 30 days
  std::vector<DataHealth> health = {};
  std::vector<SourceHealth> sources = {};
};

/// One self-contained HTML page, for a web server or to open as a file: the level now and the worst one
/// expected, the chances, the picture, the coming hours, then past forecasts, skill and health. It reloads
/// itself every five minutes. Without JavaScript a browser shows all but the plot of the past days. Printed,
/// it takes one sheet of A4.
std::string centre_page(const CentrePage& page);

}  // namespace symh
