#include "centre/record/alert_outcomes.h"

#include <algorithm>
#include <span>

#include "trajectories/trajectories.h"
#include "verification/compared_score.h"
#include "verification/moments.h"

namespace symh {
namespace {

using Observations = std::vector<std::pair<Time, float>>;

/// Observations from `from` to `to`, both included.
std::span<const std::pair<Time, float>> between(const Observations& observations, Time from, Time to) {
  const auto first = std::ranges::lower_bound(observations, from, {}, &Observations::value_type::first);
  const auto last = std::ranges::upper_bound(observations, to, {}, &Observations::value_type::first);
  return first < last ? std::span(first, last) : std::span<const std::pair<Time, float>>{};
}

/// The observed time at or below a threshold.
struct Episode {
  Time onset, end;
  double lowest_nt = 0;
  bool has_onset = true;  ///< false: it was under way when the observations began
  bool alerted = false;
};

std::vector<Episode> episodes_of(const Observations& observations, const AlertRule& rule) {
  std::vector<Episode> episodes;
  bool inside = false;
  for (const auto& [time, value_nt] : observations) {
    if (!inside && value_nt <= rule.threshold_nt) {
      inside = true;
      episodes.push_back({time, time, value_nt, time != observations.front().first});
    } else if (inside && value_nt > rule.threshold_nt + rule.hysteresis_nt) {
      inside = false;
    }
    if (!inside) continue;
    episodes.back().end = time;
    episodes.back().lowest_nt = std::min(episodes.back().lowest_nt, double{value_nt});
  }
  return episodes;
}

/// Sets what came of an alert, and marks the episodes in which it was in force.
void judge(JudgedAlert& alert, std::vector<Episode>& episodes, const Observations& observations) {
  const auto& last = alert.messages.back();
  const auto begin = alert.messages.front().issued_at;
  alert.end = std::max(begin, last.kind == MessageKind::cancel ? last.issued_at : last.valid_to);
  const auto seen = between(observations, begin, alert.end);
  for (const auto& [time, value_nt] : seen)
    alert.lowest_nt = std::min(alert.lowest_nt.value_or(value_nt), double{value_nt});
  for (auto& episode : episodes) {
    if (episode.end < begin || episode.onset > alert.end) continue;
    if (!alert.reached) {
      alert.reached = episode.onset;
      alert.outcome = episode.onset > begin ? AlertOutcome::warned
                      : episode.alerted     ? AlertOutcome::again
                                            : AlertOutcome::late;
    }
    episode.alerted = true;
  }
  if (!alert.reached && !observations.empty() && observations.back().first >= alert.end)
    alert.outcome = AlertOutcome::false_alarm;
}

/// Whether SYM-H reached the threshold in the window of the chance of a message; absent where that is not
/// observed to the end.
std::optional<bool> came_true(const AlertMessage& message, const Observations& observations) {
  if (!message.chance || message.kind == MessageKind::cancel) return std::nullopt;
  const auto end = message.issue_time + message.chance_within;
  for (const auto& [time, value_nt] : between(observations, message.issue_time, end))
    if (value_nt <= message.threshold_nt) return true;
  if (observations.empty() || observations.back().first < end) return std::nullopt;
  return false;
}

RuleScores scores_of(const AlertRule& rule, const std::vector<JudgedAlert>& alerts,
                     const std::vector<Episode>& episodes, const Observations& observations) {
  RuleScores scores;
  scores.rule = to_text(rule);
  scores.threshold_nt = rule.threshold_nt;
  std::vector<float> warnings;
  std::vector<double> chances, outcomes, squares;
  for (const auto& alert : alerts) {
    if (alert.messages.front().rule != scores.rule) continue;
    ++scores.alerts;
    scores.warned += alert.outcome == AlertOutcome::warned ? 1 : 0;
    scores.late += alert.outcome == AlertOutcome::late ? 1 : 0;
    scores.again += alert.outcome == AlertOutcome::again ? 1 : 0;
    scores.false_alarms += alert.outcome == AlertOutcome::false_alarm ? 1 : 0;
    scores.open += alert.outcome == AlertOutcome::open ? 1 : 0;
    scores.cancelled += alert.messages.back().kind == MessageKind::cancel ? 1 : 0;
    if (alert.outcome == AlertOutcome::warned)
      warnings.push_back(static_cast<float>(alert.warning()->count()));
    for (const auto& message : alert.messages)
      if (const auto came = came_true(message, observations)) {
        chances.push_back(*message.chance);
        outcomes.push_back(*came ? 1 : 0);
        squares.push_back((chances.back() - outcomes.back()) * (chances.back() - outcomes.back()));
      }
  }
  for (const auto& episode : episodes) {
    scores.onsets += episode.has_onset ? 1 : 0;
    scores.missed += episode.has_onset && !episode.alerted ? 1 : 0;
  }
  std::ranges::sort(warnings);
  scores.median_warning_minutes = warnings.empty() ? undefined : quantile_of(warnings, 0.5);
  scores.chances = chances.size();
  scores.mean_chance = mean_of(chances);
  scores.came_true = mean_of(outcomes);
  scores.brier = mean_of(squares);
  return scores;
}

std::optional<Time> first_run(const ForecastLog& log) {
  auto select = log.database().prepare("SELECT min(started) FROM runs");
  if (!select.step() || !select.number(0)) return std::nullopt;
  return select.time(0);
}

std::vector<JudgedAlert> alerts_of(const ForecastLog& log, Time from, Time to) {
  std::vector<JudgedAlert> alerts;
  for (auto& message : messages_of_alerts(log.database(), from, to)) {
    if (alerts.empty() || alerts.back().messages.front().alert != message.alert) alerts.emplace_back();
    alerts.back().messages.push_back(std::move(message));
  }
  return alerts;
}

}  // namespace

std::string_view to_text(AlertOutcome outcome) {
  switch (outcome) {
    case AlertOutcome::warned:
      return "warned";
    case AlertOutcome::late:
      return "late";
    case AlertOutcome::again:
      return "again";
    case AlertOutcome::false_alarm:
      return "false alarm";
    case AlertOutcome::open:
      break;
  }
  return "open";
}

std::optional<Minutes> JudgedAlert::warning() const {
  if (!reached) return std::nullopt;
  return *reached - messages.front().issued_at;
}

AlertHistory alert_history(const ForecastLog& log, const std::vector<AlertRule>& rules, Time from, Time to) {
  // The first run also logs the observations of the days before it.
  from = std::max(from, first_run(log).value_or(from));
  AlertHistory history;
  history.alerts = alerts_of(log, from, to);
  auto all = rules;
  for (const auto& alert : history.alerts) {
    const auto& name = alert.messages.front().rule;
    if (std::ranges::find(all, name, [](const auto& rule) { return to_text(rule); }) == all.end())
      all.push_back(parse_alert_rule(name));
  }
  const auto observations = log.observations(from, to);
  for (const auto& rule : all) {
    auto episodes = episodes_of(observations, rule);
    for (auto& alert : history.alerts)
      if (alert.messages.front().rule == to_text(rule)) judge(alert, episodes, observations);
    history.rules.push_back(scores_of(rule, history.alerts, episodes, observations));
    for (const auto& episode : episodes)
      if (episode.has_onset && !episode.alerted)
        history.missed.push_back({to_text(rule), rule.threshold_nt, episode.onset, episode.lowest_nt});
  }
  std::ranges::stable_sort(history.missed, {}, &MissedOnset::onset);
  return history;
}

}  // namespace symh
