#include "centre/record/alerts.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "trajectories/odds.h"

namespace symh {
namespace {

/// What a rule says of an outlook. `facts` holds all of a message but its place among the others.
struct Judgement {
  bool holds = false, over = false;
  AlertMessage facts;
};

std::vector<LoggedForecast> within(const Outlook& outlook, const AlertRule& rule) {
  std::vector<LoggedForecast> near;
  std::ranges::copy_if(outlook.forecasts, std::back_inserter(near),
                       [&](const auto& f) { return !rule.within || f.lead_time <= *rule.within; });
  return near;
}

/// The lowest value of SYM-H now and the forecasts.
void set_deepest(AlertMessage& facts, const Outlook& outlook, const std::vector<LoggedForecast>& forecasts) {
  facts.value_nt = outlook.now_nt;
  facts.value_time = outlook.now_time;
  facts.estimated = outlook.estimated;
  for (const auto& forecast : forecasts) {
    if (facts.value_nt <= forecast.forecast_nt) continue;  // false where SYM-H now is not known (NaN)
    facts.value_nt = forecast.forecast_nt;
    facts.lead_time = forecast.lead_time;
    facts.value_time = outlook.issue_time + forecast.lead_time;
    facts.estimated = false;
  }
}

/// From the first time at or below the threshold up to the first time from which all is above the threshold
/// and the hysteresis, or the end of what the rule sees.
void set_validity(AlertMessage& facts, const AlertRule& rule, const Outlook& outlook,
                  const std::vector<LoggedForecast>& forecasts) {
  const auto valid = [&](const LoggedForecast& f) { return outlook.issue_time + f.lead_time; };
  facts.valid_from = outlook.issue_time;
  if (!(outlook.now_nt <= rule.threshold_nt)) {
    const auto first =
        std::ranges::find_if(forecasts, [&](const auto& f) { return f.forecast_nt <= rule.threshold_nt; });
    if (first != forecasts.end()) facts.valid_from = valid(*first);
  }
  facts.valid_to =
      forecasts.empty() ? outlook.issue_time + rule.within.value_or(Minutes{0}) : valid(forecasts.front());
  for (std::size_t i = 0; i < forecasts.size(); ++i)
    if (forecasts[i].forecast_nt <= rule.threshold_nt + rule.hysteresis_nt)
      facts.valid_to = valid(forecasts[std::min(i + 1, forecasts.size() - 1)]);
}

Judgement judge_by_value(const AlertRule& rule, const Outlook& outlook) {
  const auto forecasts = within(outlook, rule);
  Judgement judgement;
  auto& facts = judgement.facts;
  set_deepest(facts, outlook, forecasts);
  set_validity(facts, rule, outlook, forecasts);
  if (const auto* paths = outlook.trajectories) {
    facts.chance_within = std::min(rule.within.value_or(paths->reach()), paths->reach());
    facts.chance = chance_at_or_below(*paths, static_cast<float>(rule.threshold_nt), facts.chance_within);
  }
  judgement.holds = facts.value_nt <= rule.threshold_nt;
  judgement.over = facts.value_nt > rule.threshold_nt + rule.hysteresis_nt;
  return judgement;
}

Judgement judge_by_chance(const AlertRule& rule, const Outlook& outlook) {
  constexpr double rounding = 1e-9;  // a share such as 0.3 of 200 paths is no exact number
  Judgement judgement;
  auto& facts = judgement.facts;
  set_deepest(facts, outlook, within(outlook, rule));
  facts.valid_from = outlook.issue_time;
  facts.valid_to = outlook.issue_time + *rule.within;
  facts.chance_within = *rule.within;
  facts.chance =
      chance_at_or_below(*outlook.trajectories, static_cast<float>(rule.threshold_nt), *rule.within);
  judgement.holds = *facts.chance >= *rule.chance - rounding;
  judgement.over = *facts.chance < *rule.chance * rule.hysteresis_share - rounding;
  return judgement;
}

/// Why a rule cannot be judged; empty if it can.
std::string obstacle(const AlertRule& rule, const Outlook& outlook) {
  if (!rule.chance) return "";
  if (outlook.trajectories == nullptr)
    return fmt::format("the alert rule '{}' is not judged: the model gives no sample paths", to_text(rule));
  if (outlook.trajectories->reach() < *rule.within)
    return fmt::format("the alert rule '{}' is not judged: the sample paths of the model end after {}",
                       to_text(rule), format_duration(outlook.trajectories->reach()));
  return "";
}

/// True for the first call with this issue time; false as well for one before the last.
bool is_new(const Database& database, const std::string& rule, Time issue_time) {
  auto select = database.prepare("SELECT issue_time FROM alert_rules WHERE rule = ?");
  select.bind(rule);
  if (select.step() && issue_time <= select.time(0)) return false;
  database.prepare("INSERT OR REPLACE INTO alert_rules VALUES (?, ?)").bind(rule).bind(issue_time).run();
  return true;
}

/// The newest message of the deepest alert in force whose level is at most as deep.
std::optional<AlertMessage> goes_beyond(const Database& database, const AlertRule& rule, Time now) {
  std::optional<AlertMessage> deepest;
  for (const auto& message : alerts_in_force(database, now))
    if (message.threshold_nt >= rule.threshold_nt &&
        (!deepest || message.threshold_nt <= deepest->threshold_nt))
      deepest = message;
  return deepest;
}

/// The lowest observation from the issue of the alert on.
std::optional<double> lowest_observed(const Database& database, std::int64_t alert) {
  auto select = database.prepare(
      "SELECT min(value_nt) FROM observations WHERE time >= (SELECT issue_time FROM alert_messages WHERE "
      "serial = ?)");
  select.bind(alert);
  select.step();
  return select.number(0);
}

/// Ends an alert. Nobody hears of the end of an alert that nobody was told of.
void cancel(const Database& database, const AlertMessage& last, AlertMessage message) {
  auto told =
      database.prepare("SELECT count(*) FROM alert_messages WHERE alert = ? AND delivery = 'delivered'");
  told.bind(last.alert);
  told.step();
  message.delivery = told.integer(0) > 0 ? Delivery::waiting : Delivery::dropped;
  database.prepare("UPDATE alert_messages SET delivery = 'dropped' WHERE alert = ? AND delivery = 'waiting'")
      .bind(last.alert)
      .run();
  message.kind = MessageKind::cancel;
  message.follows = last.serial;
  message.valid_from = last.valid_from;
  message.valid_to = message.issued_at;
  message.lowest_observed_nt = lowest_observed(database, last.alert);
  add_message(database, message);
}

/// Adds or changes the message that follows from a judgement, if any does.
void follow(const Database& database, const AlertRule& rule, const Judgement& judgement,
            Minutes extend_before) {
  auto message = judgement.facts;
  const auto last = newest_message(database, message.rule);
  const bool in_force =
      last && last->kind != MessageKind::cancel && message.issued_at - last->valid_to <= alert_lapses_after;
  if (!in_force) {
    if (!judgement.holds) return;
    if (const auto less_deep = goes_beyond(database, rule, message.issued_at)) {
      message.kind = MessageKind::escalate;
      message.follows = less_deep->serial;
    }
    add_message(database, message);
    return;
  }
  message.alert = last->alert;
  if (judgement.over) {
    cancel(database, *last, message);
  } else if (last->delivery == Delivery::waiting) {
    message.serial = last->serial;
    message.kind = last->kind;
    message.follows = last->follows;
    replace_message(database, message);
  } else if (message.valid_to > last->valid_to && last->valid_to - message.issued_at <= extend_before) {
    message.kind = MessageKind::extend;
    message.follows = last->serial;
    message.valid_from = last->valid_from;
    add_message(database, message);
  }
}

/// Waiting messages of rules that the settings no longer have would wait for ever.
void drop_those_without_rule(const Database& database, const std::vector<AlertRule>& rules) {
  for (auto message : waiting_messages(database)) {
    if (std::ranges::find(rules, message.rule, [](const auto& r) { return to_text(r); }) != rules.end())
      continue;
    message.delivery = Delivery::dropped;
    replace_message(database, message);
  }
}

}  // namespace

AlertUpdate update_alerts(ForecastLog& log, std::vector<AlertRule> rules, const Outlook& outlook,
                          Minutes extend_before) {
  // An escalation goes beyond an alert that the same run issued.
  std::ranges::stable_sort(rules, std::ranges::greater{}, &AlertRule::threshold_nt);
  const auto& database = log.database();
  AlertUpdate update;
  Transaction whole(database);
  drop_those_without_rule(database, rules);
  for (const auto& rule : rules) {
    if (auto reason = obstacle(rule, outlook); !reason.empty()) {
      update.not_judged.push_back(std::move(reason));
      continue;
    }
    if (!is_new(database, to_text(rule), outlook.issue_time)) continue;
    auto judgement = rule.chance ? judge_by_chance(rule, outlook) : judge_by_value(rule, outlook);
    judgement.facts.rule = to_text(rule);
    judgement.facts.threshold_nt = rule.threshold_nt;
    judgement.facts.issue_time = outlook.issue_time;
    judgement.facts.issued_at = outlook.issued_at;
    follow(database, rule, judgement, extend_before);
  }
  update.due = waiting_messages(database);
  whole.commit();
  return update;
}

void mark_delivered(ForecastLog& log, std::int64_t serial) {
  log.database()
      .prepare("UPDATE alert_messages SET delivery = 'delivered' WHERE serial = ?")
      .bind(serial)
      .run();
}

}  // namespace symh
