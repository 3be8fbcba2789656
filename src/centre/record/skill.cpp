#include "centre/record/skill.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "centre/record/alert_tables.h"
#include "reporting/scores_json.h"
#include "reporting/scores_text.h"
#include "reporting/table_json.h"
#include "reporting/table_text.h"
#include "verification/moments.h"

namespace symh {
namespace {

/// The most common distance between neighbours, the shortest of equals.
Minutes usual_distance(const std::vector<LoggedRun>& runs) {
  std::map<Minutes, int> counts;
  for (std::size_t i = 1; i < runs.size(); ++i)
    if (const auto distance = runs[i].started - runs[i - 1].started; distance > Minutes{0})
      ++counts[distance];
  const auto most =
      std::ranges::max_element(counts, [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == counts.end() ? Minutes{0} : most->first;
}

RunRecord record_of(const std::vector<LoggedRun>& runs) {
  RunRecord record;
  record.runs = runs.size();
  record.every = usual_distance(runs);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (runs[i].exit_code != 0) {
      ++record.failed;
      record.last_failure = runs[i].note.substr(0, runs[i].note.find('\n'));
    }
    if (i == 0 || record.every == Minutes{0}) continue;
    const auto gap = runs[i].started - runs[i - 1].started;
    const auto slots = (gap + record.every / 2) / record.every;
    record.missing += static_cast<std::size_t>(std::max<std::int64_t>(slots - 1, 0));
  }
  return record;
}

/// Age of the data at each issue time, when its forecast was issued.
std::vector<Minutes> data_ages(const std::vector<LoggedForecast>& forecasts) {
  std::map<Time, Minutes> ages;
  for (const auto& forecast : forecasts)
    ages[forecast.issue_time] = forecast.issued_at - forecast.last_observed;
  std::vector<Minutes> list;
  list.reserve(ages.size());
  for (const auto& [issue, age] : ages) list.push_back(age);
  std::ranges::sort(list);
  return list;
}

std::string run_text(const RunRecord& runs) {
  if (runs.runs == 0) return "no runs recorded\n";
  auto text = fmt::format("{} runs", runs.runs);
  if (runs.every > Minutes{0}) text += fmt::format(", one every {}", format_duration(runs.every));
  text += fmt::format("; {} missing, {} failed\n", runs.missing, runs.failed);
  if (!runs.last_failure.empty()) text += fmt::format("last failure: {}\n", runs.last_failure);
  return text;
}

/// The columns of skill_summary(); `level` is the threshold in words, such as `at -50 nT`.
std::vector<Column> summary_columns(const std::string& level) {
  constexpr auto rmse = "RMSE [nT]";
  return {{.key = "lead_time_minutes", .in_page = false},
          {.title = "Lead", .brief = "lead", .width = 10},
          {.key = "samples", .title = "Forecasts", .brief = "n", .width = 9},
          {.key = "rmse", .title = "RMSE", .unit = "nT", .brief = "model", .group = rmse, .width = 9},
          {.key = "persistence_rmse",
           .title = "RMSE of persistence",
           .unit = "nT",
           .brief = "pers.",
           .group = rmse,
           .width = 9},
          {.key = "skill", .title = "Skill", .brief = "skill", .width = 8},
          {.key = "coverage",
           .title = "Inside the band",
           .brief = "inside %",
           .decimals = 0,
           .width = 10,
           .percent = true},
          {.key = "threshold_nt", .in_page = false},
          {.key = "hits", .title = "Hits " + level, .brief = "hits", .group = level, .width = 8},
          {.key = "misses", .title = "Misses", .brief = "misses", .group = level, .width = 8},
          {.key = "false_alarms", .title = "False alarms", .brief = "false", .group = level, .width = 9}};
}

std::vector<Cell> summary_row(const LeadTimeScores& lead) {
  const auto& storms = lead.thresholds.front();
  std::vector<Cell> row;
  row.reserve(11);
  row.emplace_back(static_cast<std::size_t>(lead.lead_time.count()));
  row.emplace_back(format_duration(lead.lead_time));
  row.emplace_back(lead.model.samples);
  row.emplace_back(lead.model.at("rmse"));
  row.emplace_back(lead.baselines.at("persistence").at("rmse"));
  row.emplace_back(lead.skill.at("persistence"));
  row.emplace_back(lead.band ? lead.band->coverage : undefined);
  row.emplace_back(double{storms.threshold_nt});
  row.emplace_back(storms.hits);
  row.emplace_back(storms.misses);
  row.emplace_back(storms.false_alarms);
  return row;
}

}  // namespace

OperationalSkill operational_skill(const ForecastLog& log, const std::vector<AlertRule>& rules, Time from,
                                   Time to) {
  OperationalSkill skill;
  skill.from = from;
  skill.to = to;
  const auto ages = data_ages(log.forecasts(from, to));
  skill.issued = ages.size();
  if (!ages.empty()) {
    skill.median_data_age = ages[ages.size() / 2];
    skill.longest_data_age = ages.back();
  }
  skill.runs = record_of(log.runs(from, to));
  skill.alerts = alert_history(log, rules, from, to);
  if (skill.issued > 0) skill.verification = verify(log.joined(from, to));
  return skill;
}

Table skill_summary(const OperationalSkill& skill) {
  const auto& leads = skill.verification.leads;
  Table table{.title = "Skill by lead time",
              .columns = {},
              .rows = {},
              .brief = "Skill by lead time; pers. = persistence; inside % = observations inside the band"};
  if (leads.empty()) return table;
  table.columns = summary_columns(fmt::format("at {:g} nT", leads.front().thresholds.front().threshold_nt));
  table.rows.reserve(leads.size());
  for (const auto& lead : leads) table.rows.push_back(summary_row(lead));
  return table;
}

std::string to_text(const OperationalSkill& skill) {
  auto text =
      fmt::format("Forecasts issued from {} to {}\n\n", format_time(skill.from), format_time(skill.to));
  text += run_text(skill.runs);
  if (skill.issued == 0) return text + "no forecasts were issued in this time\n";
  text += fmt::format("{} issue times; age of the data at issue: median {} min, longest {} min\n\n",
                      skill.issued, skill.median_data_age.count(), skill.longest_data_age.count());
  text += to_text(skill_summary(skill)) + "\n" + to_text(skill.alerts) + "\n";
  return text + to_text(skill.verification);
}

nlohmann::json to_json(const OperationalSkill& skill) {
  return {{"from", format_time(skill.from)},
          {"to", format_time(skill.to)},
          {"issue_times", skill.issued},
          {"data_age_minutes",
           {{"median", skill.median_data_age.count()}, {"longest", skill.longest_data_age.count()}}},
          {"runs",
           {{"count", skill.runs.runs},
            {"every_minutes", skill.runs.every.count()},
            {"missing", skill.runs.missing},
            {"failed", skill.runs.failed},
            {"last_failure", skill.runs.last_failure}}},
          {"alerts", to_json(skill.alerts)},
          {"summary", to_json(skill_summary(skill))},
          {"verification", to_json(skill.verification)}};
}

}  // namespace symh
