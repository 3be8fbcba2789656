#pragma once
#include <optional>
#include <string>
#include <vector>

#include "centre/record/alert_messages.h"
#include "centre/record/alert_rule.h"
#include "centre/record/forecast_log.h"

namespace symh {

/// What came of an alert, by the observations that the log has now.
enum class AlertOutcome {
  warned,       ///< SYM-H reached the threshold after the alert was issued and before it ended
  late,         ///< SYM-H had reached the threshold when the alert was issued, and no alert was before it
  again,        ///< the same, but an earlier alert of the rule was in force in that episode
  false_alarm,  ///< the alert ended and SYM-H had not reached the threshold
  open          ///< the alert is in force, or its last hours are not observed yet
};

/// `warned`, `late`, `again`, `false alarm`, `open`.
std::string_view to_text(AlertOutcome outcome);

/// One alert from its first message to its last.
struct JudgedAlert {
  std::vector<AlertMessage> messages;
  Time end;  ///< of its validity, or when it was cancelled
  AlertOutcome outcome = AlertOutcome::open;
  std::optional<Time> reached;      ///< the onset of the episode at or below the threshold that it belongs to
  std::optional<double> lowest_nt;  ///< the lowest observation from its issue to its end
  std::optional<Minutes> warning()
      const;  ///< from the issue to the onset; negative for one that began after it
};

/// An episode at or below a threshold in which no alert of the rule was in force.
struct MissedOnset {
  std::string rule;
  double threshold_nt = 0;
  Time onset;
  double lowest_nt = 0;
};

/// The scores of one rule. Means and shares are NaN where there is nothing to average.
struct RuleScores {
  std::string rule;
  double threshold_nt = 0;
  std::size_t alerts = 0, warned = 0, late = 0, again = 0, false_alarms = 0, open = 0;
  std::size_t cancelled = 0;           ///< of all alerts, those that ended by a cancel, not by their validity
  std::size_t onsets = 0, missed = 0;  ///< episodes at or below the threshold, and those without an alert
  double median_warning_minutes = 0;   ///< of the alerts that warned
  /// Of the chances that messages gave, and that are observed to the end: how many, the mean chance, the
  /// share that came true, and the Brier score.
  std::size_t chances = 0;
  double mean_chance = 0, came_true = 0, brier = 0;
};

/// The alerts that began in a period, what came of them, and how good the rules were.
struct AlertHistory {
  std::vector<JudgedAlert> alerts;  ///< by serial
  std::vector<MissedOnset> missed;  ///< by time
  std::vector<RuleScores> rules;    ///< as given, then those of alerts of other rules
};

/// Judges the alerts that began in [from, to], by the clock, against the observations up to `to`. An episode
/// begins with an observation at or below a rule's threshold and ends when one is above threshold +
/// hysteresis; one under way at `from` has no onset. Before the first run of the
/// log nobody could miss one.
AlertHistory alert_history(const ForecastLog& log, const std::vector<AlertRule>& rules, Time from, Time to);

}  // namespace symh
