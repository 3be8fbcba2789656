#include "centre/record/alerts.h"

#include <optional>

namespace symh {
namespace {

struct State {
  bool raised = false, delivered = false;
  std::int64_t issue_minutes = 0;
};

std::optional<State> state_of(const Database& database, const std::string& name) {
  auto select = database.prepare("SELECT raised, delivered, issue_time FROM alerts WHERE name = ?");
  select.bind(name);
  if (!select.step()) return std::nullopt;
  return State{select.integer(0) != 0, select.integer(1) != 0, select.integer(2)};
}

void keep(const Database& database, const std::string& name, const State& state) {
  database.prepare("INSERT OR REPLACE INTO alerts VALUES (?, ?, ?, ?)")
      .bind(name)
      .bind(std::int64_t{state.raised})
      .bind(std::int64_t{state.delivered})
      .bind(state.issue_minutes)
      .run();
}

/// The state after `deepest` was seen.
State next(State state, const AlertRule& rule, const Deepest& deepest) {
  state.issue_minutes = deepest.issue_time.time_since_epoch().count();
  if (deepest.value_nt <= rule.threshold_nt) {
    state.raised = true;
  } else if (deepest.value_nt > rule.threshold_nt + rule.hysteresis_nt) {
    state.raised = state.delivered = false;
  }
  return state;
}

}  // namespace

Deepest deepest_of(Time issue_time, double last_nt, const std::vector<LoggedForecast>& forecasts) {
  Deepest deepest{issue_time, Minutes{0}, last_nt};
  for (const auto& forecast : forecasts)
    if (forecast.forecast_nt < deepest.value_nt)
      deepest = {issue_time, forecast.lead_time, forecast.forecast_nt};
  return deepest;
}

std::vector<Alert> alerts_due(ForecastLog& log, const std::vector<AlertRule>& rules, const Deepest& deepest) {
  const auto& database = log.database();
  Transaction whole(database);
  std::vector<Alert> due;
  for (const auto& rule : rules) {
    auto state = state_of(database, rule.name).value_or(State{});
    if (deepest.issue_time.time_since_epoch().count() >= state.issue_minutes)
      state = next(state, rule, deepest);
    keep(database, rule.name, state);
    if (state.raised && !state.delivered) due.push_back({rule, deepest});
  }
  whole.commit();
  return due;
}

std::vector<AlertRule> undelivered(const ForecastLog& log, const std::vector<AlertRule>& rules) {
  std::vector<AlertRule> waiting;
  for (const auto& rule : rules)
    if (const auto state = state_of(log.database(), rule.name); state && state->raised && !state->delivered)
      waiting.push_back(rule);
  return waiting;
}

void mark_delivered(ForecastLog& log, const AlertRule& rule) {
  log.database().prepare("UPDATE alerts SET delivered = 1 WHERE name = ?").bind(rule.name).run();
}

}  // namespace symh
