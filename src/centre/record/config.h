#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "centre/record/alert_rule.h"
#include "core/time.h"
#include "series/series.h"

namespace symh {

/// `[fetch]`: what `symh forecast` downloads first.
struct CentreFetch {
  std::vector<std::string> sources;
  std::string settings;  ///< as --sources of `symh fetch`
  Minutes period{10080};
  /// The time for all sources together, which are asked side by side: `60s`, `2m`, `1m30s`.
  std::string budget = "60s";
  std::chrono::seconds budget_seconds() const;
};

/// `[data]`: what it forecasts from.
struct CentreData {
  std::vector<std::string> paths, stations;
  bool tolerant = true;
  bool keep_implausible = false;
  WindPosition solar_wind_at = WindPosition::unknown;
  Minutes max_index_age{0};  ///< 0: no limit
  Minutes max_wind_age{180};
  Minutes max_age{0};  ///< the name of max_index_age in 0.1.0; 0: not given
};

/// `[model]`: what forecasts.
struct CentreModel {
  std::string run;
  std::string fallback;
};

/// `[products]` and `[page]`: what it leaves.
struct CentreProducts {
  std::int64_t observation_days = 7;
  std::int64_t keep_days = 60;
  std::int64_t page_days = 3;
};

/// `[alerts]`: whom it tells.
struct CentreAlerts {
  std::vector<double> thresholds_nt{-50, -100, -250};
  double hysteresis_nt = 20;
  std::vector<std::string> rules;  ///< beside the thresholds, as parse_alert_rule() reads them
  double hysteresis_share = 0.5;
  Minutes extend_before{30};
  std::string command;
  std::string webhook;       ///< its address
  std::string webhook_file;  ///< a file of mode 600 with the address
  std::int64_t timeout_seconds = 20;
};

/// The whole of configs/operational.toml; every member is documented by its options table.
struct CentreConfig {
  std::string centre = "SYM-H forecast";
  std::string state;
  CentreFetch fetch;
  CentreData data;
  CentreModel model;
  CentreProducts products;
  CentreAlerts alerts;
};

/// The rules of `[alerts]`: those by value at its thresholds, then its own. Throws UsageError where one
/// cannot be read or stands twice.
std::vector<AlertRule> alert_rules(const CentreAlerts& alerts);

/// The longest time that a run may take: fetching, a message of each alert rule by command and webhook, and
/// two minutes for all the rest. The service unit and cron's line end a run that takes longer.
std::chrono::seconds time_limit(const CentreConfig& config);

/// Reads the file; relative paths in it are taken from its folder. Throws UsageError with file:line:column.
CentreConfig read_centre_config(const std::string& path);

/// Sets `webhook` from `webhook_file`, if that is given. Only a run that may send alerts needs to read it.
/// Throws UsageError as read_secret_file() does.
void read_webhook(CentreAlerts& alerts);

}  // namespace symh
