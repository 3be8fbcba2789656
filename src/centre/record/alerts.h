#pragma once
#include <string>
#include <vector>

#include "centre/record/alert_messages.h"
#include "centre/record/alert_rule.h"
#include "centre/record/forecast_log.h"
#include "trajectories/trajectories.h"

namespace symh {

/// An alert that nobody could extend, because no forecast was issued, is over without a cancel this long
/// after its validity.
inline constexpr Minutes alert_lapses_after{6 * 60};

/// What a run knows of SYM-H when it judges the rules.
struct Outlook {
  Time issue_time;
  Time issued_at;          ///< by the clock
  double now_nt = 0;       ///< the newest observation, the estimate at issue_time where SYM-H is late, or NaN
  Time now_time;           ///< when that is valid
  bool estimated = false;  ///< now_nt is an estimate
  std::vector<LoggedForecast> forecasts = {};  ///< of issue_time, by lead time
  const Trajectories* trajectories = nullptr;  ///< absent: rules by chance cannot be judged
};

/// What update_alerts() found.
struct AlertUpdate {
  std::vector<AlertMessage> due;        ///< to be delivered, those of earlier runs as well, by serial
  std::vector<std::string> not_judged;  ///< a sentence for each rule that could not be judged
};

/// Judges the rules, and writes the messages that follow into the log: an alert is issued (escalated, if one
/// of a less deep level is in force) when its rule holds, extended when it would end within `extend_before`
/// and its rule is not over, and cancelled when its rule is over. Each issue time is judged once; one before
/// the last changes nothing. A message that nobody was told of yet is renewed in its place; if the alert is
/// over before, nobody hears of it. Waiting messages of rules that are no longer there are dropped.
AlertUpdate update_alerts(ForecastLog& log, std::vector<AlertRule> rules, const Outlook& outlook,
                          Minutes extend_before);

/// Records the delivery of a message, so that no run delivers it again.
void mark_delivered(ForecastLog& log, std::int64_t serial);

}  // namespace symh
