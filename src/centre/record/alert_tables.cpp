#include "centre/record/alert_tables.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "centre/record/alert_text.h"
#include "reporting/table_json.h"
#include "reporting/table_text.h"
#include "verification/moments.h"

namespace symh {
namespace {

constexpr std::size_t rule_width = 32;  // of the longest rule that people write
constexpr const char* by_outcome = "alerts";
constexpr const char* by_episode = "storms";

double number(const std::optional<double>& value) { return value.value_or(undefined); }

std::string time_text(const std::optional<Time>& time) { return time ? format_time(*time) : "-"; }

}  // namespace

Table alert_scores(const AlertHistory& history) {
  constexpr auto chances = "chances of messages";
  Table table{
      .title = "Alerts by rule",
      .columns =
          {{.key = "rule", .title = "Rule", .brief = "rule", .width = rule_width},
           {.key = "threshold_nt", .in_page = false},
           {.key = "alerts", .title = "Alerts", .brief = "all", .group = by_outcome, .width = 4},
           {.key = "warned", .title = "Warned", .brief = "warned", .group = by_outcome, .width = 7},
           {.key = "late", .title = "Late", .brief = "late", .group = by_outcome, .width = 5},
           {.key = "again", .title = "Again", .brief = "again", .group = by_outcome, .width = 6},
           {.key = "false_alarms", .title = "False", .brief = "false", .group = by_outcome, .width = 6},
           {.key = "open", .title = "Open", .brief = "open", .group = by_outcome, .width = 5},
           {.key = "onsets", .title = "Onsets", .brief = "all", .group = by_episode, .width = 6},
           {.key = "missed", .title = "Missed", .brief = "missed", .group = by_episode, .width = 7},
           {.key = "median_warning_minutes",
            .title = "Warning",
            .unit = "min",
            .brief = "warning min",
            .decimals = 0,
            .width = 12,
            .priority = -1},
           {.key = "cancelled", .title = "Cancelled", .brief = "cancelled", .width = 10, .priority = -1},
           {.key = "chances.count",
            .title = "Chances",
            .brief = "n",
            .group = chances,
            .width = 5,
            .priority = -1},
           {.key = "chances.mean",
            .title = "Mean",
            .unit = "%",
            .brief = "mean %",
            .group = chances,
            .decimals = 0,
            .width = 7,
            .priority = -1,
            .percent = true},
           {.key = "chances.came_true",
            .title = "Came true",
            .unit = "%",
            .brief = "came %",
            .group = chances,
            .decimals = 0,
            .width = 7,
            .priority = -1,
            .percent = true},
           {.key = "chances.brier",
            .title = "Brier score",
            .brief = "Brier",
            .group = chances,
            .decimals = 3,
            .width = 7,
            .priority = -1}},
      .rows = {},
      .brief = "Alerts by rule: warned before the level came, late after it, again in its storm"};
  for (const auto& rule : history.rules) {
    std::vector<Cell> row;
    row.reserve(table.columns.size());
    row.emplace_back(rule.rule);
    row.emplace_back(rule.threshold_nt);
    for (const auto count : {rule.alerts, rule.warned, rule.late, rule.again, rule.false_alarms, rule.open,
                             rule.onsets, rule.missed})
      row.emplace_back(count);
    row.emplace_back(rule.median_warning_minutes);
    row.emplace_back(rule.cancelled);
    row.emplace_back(rule.chances);
    for (const double value : {rule.mean_chance, rule.came_true, rule.brier}) row.emplace_back(value);
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table alert_list(const AlertHistory& history) {
  Table table{
      .title = "Alerts",
      .columns = {{.key = "rule", .title = "Rule", .brief = "rule", .width = rule_width},
                  {.key = "issued_at", .title = "Issued", .brief = "issued", .width = 21},
                  {.key = "reached", .title = "Reached", .brief = "reached", .width = 21, .priority = -1},
                  {.key = "outcome", .title = "What came", .brief = "what came", .width = 12},
                  {.key = "alert", .title = "No.", .brief = "no.", .width = 5, .names_row = true},
                  {.key = "chance",
                   .title = "Chance",
                   .unit = "%",
                   .brief = "chance %",
                   .decimals = 0,
                   .width = 9,
                   .percent = true},
                  {.key = "warning_minutes",
                   .title = "Warning",
                   .unit = "min",
                   .brief = "min before",
                   .decimals = 0,
                   .width = 11,
                   .priority = -1},
                  {.key = "lowest_nt",
                   .title = "Lowest",
                   .unit = "nT",
                   .brief = "lowest nT",
                   .decimals = 0,
                   .width = 10,
                   .priority = -1}},
      .rows = {}};
  for (const auto& alert : history.alerts) {
    const auto& first = alert.messages.front();
    const auto warning = alert.warning();
    table.rows.push_back({first.rule, format_time(first.issued_at), time_text(alert.reached),
                          std::string(to_text(alert.outcome)), static_cast<std::size_t>(first.alert),
                          number(first.chance), warning ? static_cast<double>(warning->count()) : undefined,
                          number(alert.lowest_nt)});
  }
  return table;
}

Table missed_onsets(const AlertHistory& history) {
  Table table{.title = "Missed: SYM-H reached a level and no alert was in force",
              .columns = {{.key = "rule", .title = "Rule", .brief = "rule", .width = rule_width},
                          {.key = "threshold_nt", .in_page = false},
                          {.key = "onset", .title = "Reached", .brief = "reached", .width = 21},
                          {.key = "lowest_nt",
                           .title = "Lowest",
                           .unit = "nT",
                           .brief = "lowest nT",
                           .decimals = 0,
                           .width = 10}},
              .rows = {}};
  for (const auto& missed : history.missed)
    table.rows.push_back({missed.rule, missed.threshold_nt, format_time(missed.onset), missed.lowest_nt});
  return table;
}

std::string to_text(const AlertHistory& history) {
  if (history.rules.empty()) return "no alert rules\n";
  auto text = to_text(alert_scores(history));
  for (const auto& table : {alert_list(history), missed_onsets(history)})
    if (!table.rows.empty()) text.append("\n").append(to_text(table));
  return text;
}

nlohmann::json to_json(const AlertHistory& history) {
  auto alerts = to_json(alert_list(history));
  for (std::size_t i = 0; i < history.alerts.size(); ++i) {
    alerts[i]["ended_at"] = format_time(history.alerts[i].end);
    auto& messages = alerts[i]["messages"] = nlohmann::json::array();
    for (const auto& message : history.alerts[i].messages) messages.push_back(to_json(message));
  }
  return {{"rules", to_json(alert_scores(history))},
          {"alerts", std::move(alerts)},
          {"missed", to_json(missed_onsets(history))}};
}

}  // namespace symh
