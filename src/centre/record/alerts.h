#pragma once
#include <string>
#include <vector>

#include "centre/record/forecast_log.h"

namespace symh {

/// When to raise an alert: SYM-H forecast or observed at or below the threshold; over again when all of it is
/// above threshold + hysteresis, so that one storm raises one alert a level.
struct AlertRule {
  std::string name;
  double threshold_nt = -100;
  double hysteresis_nt = 20;
};

/// The deepest value in sight: the newest observation (lead time 0) or a forecast.
struct Deepest {
  Time issue_time;
  Minutes lead_time{0};
  double value_nt = 0;
};

/// An alert to be delivered.
struct Alert {
  AlertRule rule;
  Deepest deepest;
};

/// The deepest of the newest observation and the forecasts of one issue time.
Deepest deepest_of(Time issue_time, double last_nt, const std::vector<LoggedForecast>& forecasts);

/// Which rules are raised now and not delivered yet: those crossed by `deepest`, and those whose delivery
/// failed before while their storm lasts. The state is kept in the log; data of an issue time before the last
/// one change nothing.
std::vector<Alert> alerts_due(ForecastLog& log, const std::vector<AlertRule>& rules, const Deepest& deepest);

/// After delivery: the same storm does not raise it again.
void mark_delivered(ForecastLog& log, const AlertRule& rule);

}  // namespace symh
