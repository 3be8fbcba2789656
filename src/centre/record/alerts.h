#pragma once
#include <string>
#include <vector>

#include "centre/record/forecast_log.h"

namespace symh {

/// When to raise an alert: when SYM-H is forecast or observed at or below the threshold. The next alert of
/// this rule needs all values above threshold + hysteresis first, so that one storm raises one alert a
/// threshold.
struct AlertRule {
  std::string name;
  double threshold_nt = -100;
  double hysteresis_nt = 20;
};

/// The lowest value of the newest observation (lead time 0) and the forecasts.
struct Deepest {
  Time issue_time;
  Minutes lead_time{0};
  double value_nt = 0;
  bool estimated = false;  ///< the value at issue time, not observed
};

/// An alert to deliver.
struct Alert {
  AlertRule rule;
  Deepest deepest;
};

/// The lowest value of the newest observation `last_nt` [nT] and the forecasts of one issue time.
Deepest deepest_of(Time issue_time, double last_nt, const std::vector<LoggedForecast>& forecasts);

/// The alerts that are raised and not delivered yet: those of rules that `deepest` crosses now, and those
/// whose delivery failed before in the same storm. The log keeps their state; an issue time before the last
/// one changes nothing.
std::vector<Alert> alerts_due(ForecastLog& log, const std::vector<AlertRule>& rules, const Deepest& deepest);

/// The rules whose alert is raised and not delivered yet.
std::vector<AlertRule> undelivered(const ForecastLog& log, const std::vector<AlertRule>& rules);

/// Records the delivery, so that the same storm does not raise the alert again.
void mark_delivered(ForecastLog& log, const AlertRule& rule);

}  // namespace symh
