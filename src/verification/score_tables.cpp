#include "verification/score_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "series/storms.h"
#include "verification/metrics.h"
#include "verification/moments.h"
#include "verification/score_fields.h"

namespace symh {
namespace {

constexpr auto persistence = "persistence";

template <class Value>
const Value* find(const std::map<std::string, Value>& values, const std::string& name) {
  const auto found = values.find(name);
  return found == values.end() ? nullptr : &found->second;
}

double number_at(const std::map<std::string, double>& values, const std::string& name) {
  const auto* value = find(values, name);
  return value == nullptr ? undefined : *value;
}

Interval interval_at(const std::map<std::string, Interval>& values, const std::string& name) {
  const auto* value = find(values, name);
  return value == nullptr ? Interval{undefined, undefined} : *value;
}

double score_of(const std::map<std::string, Scores>& baselines, const std::string& name,
                std::string_view metric) {
  const auto* scores = find(baselines, name);
  return scores == nullptr ? undefined : scores->at(metric);
}

Column count_column(std::size_t width) { return {.title = "Samples", .brief = "n", .width = width}; }

/// The metrics, with the interval of the RMSE after the RMSE.
std::vector<Cell> score_row(const LeadTimeScores& lead, const std::string& name, const Scores& scores,
                            const Interval& rmse, Cell skill) {
  auto cells = joined({lead_cell(lead), name}, metric_cells(scores));
  cells.insert(cells.begin() + 4, rmse);
  cells.push_back(std::move(skill));
  return cells;
}

/// What an interval of the skill over a baseline means, in words.
Cell reading(const Interval& skill) {
  if (!std::isfinite(skill.low) || !std::isfinite(skill.high)) return undefined;
  if (skill.low > 0) return "better";
  return skill.high < 0 ? "worse" : "not distinguishable";
}

/// `moderate, -50 to -100 nT`.
std::string level_range(std::size_t level) {
  const auto& thresholds = default_storm_thresholds_nt;
  if (level == 0) return fmt::format("above {:g} nT", thresholds.front());
  if (level == thresholds.size()) return fmt::format("{:g} nT or below", thresholds.back());
  return fmt::format("{:g} to {:g} nT", thresholds[level - 1], thresholds[level]);
}

}  // namespace

std::vector<std::string> baseline_names(const std::map<std::string, Scores>& baselines) {
  std::vector<std::string> names;
  names.reserve(baselines.size());
  for (const auto& [name, scores] : baselines) names.push_back(name);
  std::stable_partition(names.begin(), names.end(), [](const auto& name) { return name == persistence; });
  return names;
}

Table score_table(const ScoredLeads& scored) {
  Table table{.title = "Model and baselines",
              .columns = {lead_column(), {.key = "forecast", .title = "Forecast", .width = 18}},
              .rows = {},
              .note =
                  "RMSE, MAE and bias are in nT. BFE is the binned forecasting error: the mean absolute "
                  "error in each bin of 10 nT of the observed value, averaged over the bins, so that "
                  "storms weigh as much as quiet hours.",
              .brief = "Overall [nT]; skill = 1 - MSE/MSE of the row"};
  append(table.columns, metric_columns(6));
  // After the RMSE, which is the first metric.
  table.columns.insert(
      table.columns.begin() + 4,
      {.key = "rmse_interval", .title = "95% interval", .brief = "[95 %]", .brief_decimals = 1, .width = 12});
  table.columns.push_back({.brief = "skill", .decimals = 3, .width = 7, .in_page = false});
  for (const auto& lead : scored.leads) {
    table.rows.push_back(score_row(lead, scored.model, lead.model, lead.rmse_interval, {}));
    for (const auto& name : baseline_names(lead.baselines))
      table.rows.push_back(score_row(lead, name, lead.baselines.at(name),
                                     interval_at(lead.baseline_rmse_interval, name),
                                     number_at(lead.skill, name)));
  }
  return table;
}

Table skill_table(const ScoredLeads& scored) {
  Table table{.title = "Skill of the model over each baseline",
              .columns = {lead_column(),
                          {.key = "baseline", .title = "Baseline", .brief = "baseline", .width = 40},
                          {.key = "skill", .title = "Skill", .brief = "skill", .decimals = 3, .width = 14},
                          {.key = "skill_interval",
                           .title = "95% interval",
                           .brief = "95 % interval",
                           .decimals = 3,
                           .width = 26},
                          {.title = "The model is"}},
              .rows = {},
              .note =
                  "Skill is 1 - MSE/MSE of the baseline: 1 is perfect, 0 no better than the baseline, "
                  "negative worse. The intervals come from a bootstrap of whole blocks of time."};
  for (const auto& lead : scored.leads)
    for (const auto& name : baseline_names(lead.baselines)) {
      if (!lead.skill.contains(name)) continue;
      const auto interval = interval_at(lead.skill_interval, name);
      table.rows.push_back({lead_cell(lead), name, lead.skill.at(name), interval, reading(interval)});
    }
  return table;
}

Table threshold_table(const ScoredLeads& scored) {
  Table table{.title = "Observed at or below a threshold",
              .columns = {lead_column(), {.title = "Forecast", .width = 14}},
              .rows = {},
              .note =
                  "POD: the share of observed events that were forecast. FAR: the share of forecast events "
                  "that did not come. Heidke and true skill: 1 is perfect, 0 no better than chance.",
              .brief = "Events: observed at or below a threshold (POD detected, FAR false alarm ratio)"};
  append(table.columns, columns_of(threshold_fields()));
  for (const auto& lead : scored.leads)
    for (std::size_t i = 0; i < lead.thresholds.size(); ++i) {
      table.rows.push_back(
          joined({lead_cell(lead), scored.model}, cells_of(threshold_fields(), lead.thresholds[i])));
      if (i < lead.persistence_thresholds.size())
        table.rows.push_back(joined({lead_cell(lead), persistence},
                                    cells_of(threshold_fields(), lead.persistence_thresholds[i])));
    }
  return table;
}

Table group_table(const ScoredLeads& scored) {
  Table table{.title = "By phase of the storm and by observed level",
              .columns = {lead_column(),
                          {.title = "By", .width = 12},
                          {.title = "Part", .width = 14, .names_row = true},
                          count_column(9),
                          {.title = "RMSE", .unit = "nT", .brief = "RMSE", .width = 9},
                          {.title = "Persistence RMSE", .unit = "nT", .brief = "pers.", .width = 9},
                          {.title = "Bias", .unit = "nT", .brief = "bias", .width = 9},
                          {.title = "BFE", .unit = "nT", .brief = "BFE", .width = 9},
                          {.title = "Persistence BFE", .unit = "nT", .brief = "pers.", .width = 9}},
              .rows = {},
              .brief = "By phase of the storm and by observed level [nT]; pers. = persistence"};
  for (const auto& lead : scored.leads)
    for (const auto& group : lead.groups)
      table.rows.push_back({lead_cell(lead), group.by, group.name, group.model.samples,
                            group.model.at("rmse"), group.persistence.at("rmse"), group.model.at("bias"),
                            group.model.at("bfe"), group.persistence.at("bfe")});
  return table;
}

Table storm_table(const ScoredLeads& scored) {
  Table table{
      .title = "Storm by storm",
      .columns = {lead_column(),
                  {.title = "Storm", .brief = "storm", .width = 25},
                  count_column(7),
                  {.title = "RMSE", .unit = "nT", .brief = "model", .group = "RMSE", .width = 7},
                  {.title = "Persistence RMSE", .unit = "nT", .brief = "pers.", .group = "RMSE", .width = 7}},
      .rows = {},
      .note =
          "Errors are forecast minus observed: a positive peak error is a storm forecast too weak, a "
          "positive timing error one forecast too late.",
      .brief = "Storms [nT]: error = forecast - observed minimum; pers. = persistence"};
  append(table.columns, columns_of(peak_fields()));
  table.columns.push_back({.title = "Persistence peak error",
                           .unit = "nT",
                           .brief = "error",
                           .group = "pers.",
                           .decimals = 1,
                           .width = 8});
  for (const auto& lead : scored.leads)
    for (const auto& storm : lead.storms) {
      auto row = joined({lead_cell(lead), storm.storm, storm.model.samples, storm.model.at("rmse"),
                         score_of(storm.baselines, persistence, "rmse")},
                        cells_of(peak_fields(), storm.peak));
      row.emplace_back(storm.persistence_peak.peak_error_nt);
      table.rows.push_back(std::move(row));
    }
  return table;
}

Table storm_score_table(const ScoredLeads& scored) {
  Table table{.title = "Scores of the model, storm by storm",
              .columns = {lead_column(), {.title = "Storm", .brief = "storm", .width = 30}},
              .rows = {},
              .brief = "Storms: scores of the model [nT], and its skill over persistence"};
  append(table.columns, metric_columns(7));
  table.columns[2].width = 0;  // storm_table() shows the samples
  const auto names =
      scored.leads.empty() ? std::vector<std::string>{} : baseline_names(scored.leads.front().baselines);
  for (const auto& name : names) {
    const std::size_t width = name == persistence ? 8 : 0;
    table.columns.push_back({.title = "Skill over " + name, .brief = "skill", .decimals = 3, .width = width});
  }
  for (const auto& lead : scored.leads)
    for (const auto& storm : lead.storms) {
      auto row = joined({lead_cell(lead), storm.storm}, metric_cells(storm.model));
      for (const auto& name : names) row.emplace_back(number_at(storm.skill, name));
      table.rows.push_back(std::move(row));
    }
  return table;
}

Table storm_threshold_table(const ScoredLeads& scored) {
  Table table{"Thresholds that a storm reached", {lead_column(), {.title = "Storm"}}, {}};
  append(table.columns, columns_of(threshold_fields()));
  for (auto& column : table.columns) column.width = 0;
  table.columns.back().in_page = false;  // the interval of the last score is over all storms
  for (const auto& lead : scored.leads)
    for (const auto& storm : lead.storms)
      for (const auto& scores : storm.thresholds)
        if (scores.hits + scores.misses > 0)
          table.rows.push_back(joined({lead_cell(lead), storm.storm}, cells_of(threshold_fields(), scores)));
  return table;
}

Table band_table(const ScoredLeads& scored) {
  Table table{.title = "The 5-95 % band",
              .columns = {lead_column()},
              .rows = {},
              .note =
                  "A true 5-95 % band holds 90 % of the observations; among true bands the narrower is the "
                  "better.",
              .brief = "Band of 5-95 %: a true one holds 90 % of the observations; width in nT"};
  append(table.columns, columns_of(band_fields()));
  for (const auto& lead : scored.leads)
    if (lead.band) table.rows.push_back(joined({lead_cell(lead)}, cells_of(band_fields(), *lead.band)));
  return table;
}

Table class_table(const ScoredLeads& scored) {
  Table table{.title = "Storm levels",
              .columns = {lead_column()},
              .rows = {},
              .brief = "Storm levels: scores of the chances; pers. = the level does not change"};
  append(table.columns, columns_of(class_fields()));
  for (const auto& lead : scored.leads)
    if (!lead.confusion.empty())
      table.rows.push_back(joined({lead_cell(lead)}, cells_of(class_fields(), lead)));
  return table;
}

Table confusion_table(const LeadTimeScores& lead) {
  Table table{.title = fmt::format("Observed (rows) against forecast (columns), {} ahead",
                                   format_duration(lead.lead_time)),
              .columns = {{.title = "Observed", .brief = "observed \\ forecast", .width = 28}},
              .rows = {},
              .brief = fmt::format("Storm levels: {} samples", lead.classified)};
  for (std::size_t level = 0; level < lead.confusion.size(); ++level) {
    const std::string name(storm_level_name(static_cast<StormLevel>(level)));
    table.columns.push_back({.title = level_range(level), .brief = name, .width = 13});
    const auto& counts = lead.confusion[level];
    const auto total = std::accumulate(counts.begin(), counts.end(), std::size_t{0});
    auto& row = table.rows.emplace_back(std::vector<Cell>{name + ", " + level_range(level)});
    for (const auto count : counts) row.emplace_back(Share{count, total});
    row.emplace_back(total);
  }
  table.columns.push_back({.title = "All"});
  return table;
}

Table period_table(const std::vector<PeriodScores>& periods, const Verification& pooled, std::size_t lead) {
  constexpr auto rmse = "RMSE [nT]", skill = "skill over", bfe = "BFE [nT]";
  const auto time = format_duration(pooled.leads.at(lead).lead_time);
  Table table{
      .title = fmt::format("Period by period, {} ahead", time),
      .columns =
          {{.title = "First day", .brief = "period", .width = 12},
           count_column(9),
           {.title = "RMSE", .unit = "nT", .brief = "model", .group = rmse, .width = 8},
           {.title = "Persistence RMSE", .unit = "nT", .brief = "pers.", .group = rmse, .width = 8},
           {.title = "Ridge RMSE", .unit = "nT", .brief = "ridge", .group = rmse, .width = 8},
           {.title = "Skill over persistence", .brief = "pers.", .group = skill, .decimals = 3, .width = 8},
           {.title = "Skill over ridge", .brief = "ridge", .group = skill, .decimals = 3, .width = 8},
           {.title = "BFE", .unit = "nT", .brief = "model", .group = bfe, .width = 9},
           {.title = "Persistence BFE", .unit = "nT", .brief = "pers.", .group = bfe, .width = 9}},
      .rows = {},
      .brief = fmt::format("Lead time {}: periods by their first day, each forecast from the past before it",
                           time)};
  const auto add = [&](const std::string& name, const LeadTimeScores& scores) {
    table.rows.push_back({name, scores.model.samples, scores.model.at("rmse"),
                          score_of(scores.baselines, persistence, "rmse"),
                          score_of(scores.baselines, "ridge", "rmse"), number_at(scores.skill, persistence),
                          number_at(scores.skill, "ridge"), scores.model.at("bfe"),
                          score_of(scores.baselines, persistence, "bfe")});
  };
  for (const auto& period : periods)
    add(format_time(period.from).substr(0, 10), period.scores.leads.at(lead));
  add("all", pooled.leads[lead]);
  return table;
}

}  // namespace symh
