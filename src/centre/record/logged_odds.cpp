#include "centre/record/logged_odds.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace symh {
namespace {

float number(const Statement& row, int column) {
  return static_cast<float>(row.number(column).value_or(std::nan("")));
}

/// The chance of each of odds_thresholds_nt that was issued; NaN where it was not.
std::array<double, odds_thresholds_nt.size()> chances_of(Statement& select, Time issue, Minutes within) {
  std::array<double, odds_thresholds_nt.size()> chances{};
  chances.fill(std::nan(""));
  select.bind(issue).bind(std::int64_t{within.count()});
  while (select.step())
    for (std::size_t t = 0; t < odds_thresholds_nt.size(); ++t)
      if (select.number(0) == double{odds_thresholds_nt[t]})
        chances[t] = select.number(1).value_or(std::nan(""));
  select.reset();
  return chances;
}

}  // namespace

void add_odds(const Database& database, const Odds& odds) {
  auto minimum_row = database.prepare("INSERT OR IGNORE INTO minima VALUES (?, ?, ?, ?, ?, ?, ?)");
  auto chance_row = database.prepare("INSERT OR IGNORE INTO minimum_chances VALUES (?, ?, ?, ?)");
  for (const auto& minimum : odds.minimum) {
    const std::int64_t within = minimum.within.count();
    minimum_row.bind(odds.issue_time).bind(within).bind(std::int64_t{odds.step.count()});
    for (const double value : {minimum.mean_nt, minimum.q05_nt, minimum.median_nt, minimum.q95_nt})
      minimum_row.bind(std::optional(value));
    minimum_row.run();
    for (std::size_t t = 0; t < odds_thresholds_nt.size(); ++t) {
      chance_row.bind(odds.issue_time).bind(within);
      chance_row.bind(std::optional(double{odds_thresholds_nt[t]}))
          .bind(std::optional(minimum.at_or_below[t]));
      chance_row.run();
    }
  }
}

std::vector<WindowForecasts> logged_windows(const Database& database, Time from, Time to) {
  auto select = database.prepare(
      "SELECT m.issue_time, m.within_minutes, m.mean_nt, m.q05_nt, m.q50_nt, m.q95_nt, "
      "(SELECT f.persistence_nt FROM forecasts f WHERE f.issue_time = m.issue_time LIMIT 1), "
      "(SELECT min(o.value_nt) FROM observations o WHERE o.time BETWEEN m.issue_time AND m.issue_time + "
      "m.within_minutes), "
      "(SELECT count(*) FROM observations o WHERE o.time BETWEEN m.issue_time AND m.issue_time + "
      "m.within_minutes), m.step_minutes, "
      "EXISTS (SELECT 1 FROM observations o WHERE o.time >= m.issue_time + m.within_minutes) "
      "FROM minima m WHERE m.issue_time BETWEEN ? AND ? ORDER BY m.within_minutes, m.issue_time");
  auto chances = database.prepare(
      "SELECT threshold_nt, chance FROM minimum_chances WHERE issue_time = ? AND within_minutes = ?");
  select.bind(from).bind(to);
  std::vector<WindowForecasts> windows;
  while (select.step()) {
    const Minutes within{select.integer(1)};
    if (windows.empty() || windows.back().minimum.lead_time != within)
      windows.emplace_back().minimum.lead_time = within;
    auto& window = windows.back();
    auto& minimum = window.minimum;
    const auto issue = select.time(0);
    const auto wanted =
        static_cast<double>(within / Minutes{std::max<std::int64_t>(1, select.integer(9))} + 1);
    const bool over = select.integer(10) != 0;
    const bool seen = over && static_cast<double>(select.integer(8)) >= least_share_observed * wanted;
    minimum.issue_time.push_back(issue);
    minimum.storm.push_back(-1);
    minimum.forecast_nt.push_back(number(select, 2));
    minimum.q05_nt.push_back(number(select, 3));
    minimum.q50_nt.push_back(number(select, 4));
    minimum.q95_nt.push_back(number(select, 5));
    minimum.baselines_nt["persistence"].push_back(number(select, 6));
    minimum.observed_nt.push_back(seen ? number(select, 7) : static_cast<float>(std::nan("")));
    const auto issued = chances_of(chances, issue, within);
    for (std::size_t t = 0; t < issued.size(); ++t) window.chances[t].push_back(issued[t]);
  }
  return windows;
}

}  // namespace symh
