#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "centre/record/database.h"
#include "core/time.h"

namespace symh {

/// What a message says of an alert, as forecast centres issue them.
enum class MessageKind {
  issue,     ///< the alert begins
  escalate,  ///< it begins while another alert of a level as deep or less deep is in force
  extend,    ///< it stays in force for longer
  cancel,    ///< the alert ends: the storm is over, or it did not come
};

/// `issue`, `escalate`, `extend`, `cancel`.
std::string_view to_text(MessageKind kind);

/// Whether somebody was told of a message.
enum class Delivery {
  waiting,    ///< not yet; each run tries again
  delivered,  ///< yes, or the settings name nobody
  dropped     ///< never: the alert was over before anybody was told of it
};

/// One message of an alert, as the log keeps it. A message that nobody was told of yet is renewed by each
/// run.
struct AlertMessage {
  std::int64_t serial = 0;  ///< 1, 2, 3 … over all messages of a centre
  std::int64_t alert = 0;   ///< the serial of the message that began the alert
  /// The serial of the message that this one continues: the one before of the same alert, or for an
  /// escalation the newest of the alert that it goes beyond. Absent for an issue.
  std::optional<std::int64_t> follows = {};
  MessageKind kind = MessageKind::issue;
  std::string rule;  ///< to_text() of it
  double threshold_nt = 0;
  Time issue_time;            ///< of the forecast that raised it
  Time issued_at;             ///< by the clock
  Time valid_from, valid_to;  ///< when SYM-H is expected at or below the threshold, or may be
  /// The share of the sample paths that reach the threshold within `chance_within` of issue_time; absent
  /// without sample paths.
  std::optional<double> chance = {};
  Minutes chance_within{0};
  double value_nt = 0;  ///< the lowest value of SYM-H now and the forecasts
  Minutes lead_time{0};
  bool estimated = false;  ///< lead_time is 0 and SYM-H now is not observed
  Time value_time;         ///< when value_nt is valid
  /// The lowest observation since the alert began, at the time of a cancel; absent without observations.
  std::optional<double> lowest_observed_nt = {};
  Delivery delivery = Delivery::waiting;
};

/// The table of messages in the log of a centre.
inline constexpr const char* alert_messages_schema = R"(
CREATE TABLE IF NOT EXISTS alert_messages (
  serial INTEGER PRIMARY KEY AUTOINCREMENT, alert INTEGER NOT NULL, follows INTEGER, kind TEXT NOT NULL,
  rule TEXT NOT NULL, threshold_nt REAL NOT NULL, issue_time INTEGER NOT NULL, issued_at INTEGER NOT NULL,
  valid_from INTEGER NOT NULL, valid_to INTEGER NOT NULL, chance REAL, chance_minutes INTEGER NOT NULL,
  value_nt REAL NOT NULL, lead_minutes INTEGER NOT NULL, estimated INTEGER NOT NULL,
  value_time INTEGER NOT NULL, lowest_observed_nt REAL, delivery TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS alert_rules (
  rule TEXT PRIMARY KEY, issue_time INTEGER NOT NULL) WITHOUT ROWID;
)";
/// Version 2 of the log kept one row for each threshold, with the last alert alone.
inline constexpr const char* move_alerts_of_version_2 = R"(
CREATE TABLE IF NOT EXISTS alerts (
  name TEXT PRIMARY KEY, raised INTEGER NOT NULL, delivered INTEGER NOT NULL, issue_time INTEGER NOT NULL)
  WITHOUT ROWID;
INSERT INTO alert_messages (alert, kind, rule, threshold_nt, issue_time, issued_at, valid_from, valid_to,
  chance_minutes, value_nt, lead_minutes, estimated, value_time, delivery)
SELECT 0, 'issue', format('min <= %g', name), CAST(name AS REAL), issue_time, issue_time, issue_time, issue_time,
  0, CAST(name AS REAL), 0, 0, issue_time, iif(delivered, 'delivered', 'waiting') FROM alerts WHERE raised;
UPDATE alert_messages SET alert = serial WHERE alert = 0;
DROP TABLE alerts;
)";

/// Adds a message and returns its serial; `alert` 0 becomes that serial.
std::int64_t add_message(const Database& database, const AlertMessage& message);
/// Replaces the message of this serial.
void replace_message(const Database& database, const AlertMessage& message);

/// The newest message of the newest alert of a rule; absent if it never raised one.
std::optional<AlertMessage> newest_message(const Database& database, const std::string& rule);
/// The newest message of each alert that is in force: not cancelled, and valid at `now`; by serial.
std::vector<AlertMessage> alerts_in_force(const Database& database, Time now);
/// The messages that somebody is still to be told of, by serial.
std::vector<AlertMessage> waiting_messages(const Database& database);
/// All messages of the alerts that began in [from, to] by the clock, by alert and serial.
std::vector<AlertMessage> messages_of_alerts(const Database& database, Time from, Time to);

}  // namespace symh
