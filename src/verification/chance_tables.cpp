#include "verification/chance_tables.h"

#include <fmt/format.h>

#include <cmath>

#include "verification/chance_fields.h"

namespace symh {
namespace {

constexpr auto references =
    "Persistence is the last value with the distribution of its errors, climatology the distribution of the "
    "observed values; both are taken from the other storms, never from the storm that is scored. Skill is "
    "1 - score / score of the reference.";

constexpr auto window_references =
    "Persistence is the value at the issue time with the errors that it made in the other storms, "
    "climatology "
    "the lowest values of the other storms. Skill is 1 - score / score of the reference.";

/// Tells a table of windows as such.
void name_windows(Table& table, const ScoredLeads& scored) {
  if (scored.windows) table.columns.front().title = "Within";
}

/// `, of 54713 samples` where a terminal shows one lead time.
std::string samples_text(const ScoredLeads& scored) {
  if (scored.leads.size() != 1 || !scored.leads.front().chances) return "";
  return fmt::format(", {} samples", scored.leads.front().chances->samples);
}

}  // namespace

Table distribution_table(const ScoredLeads& scored) {
  Table table{
      .title = "Scores of the distribution",
      .columns = {lead_column(), {.title = "Score", .brief = "[nT]", .width = 7}, {.title = "Samples"}},
      .rows = {},
      .note = fmt::format(
          "{} CRPS, the continuous ranked probability score, measures all of it, the Winkler score only the "
          "5-95 % band; both are in nT, 0 is best. {}",
          scored.windows ? "The distribution is that of the lowest values of the sample paths."
                         : "The distribution of a forecast with its band is a normal one on either side.",
          scored.windows ? window_references : references),
      .brief = fmt::format("Distributions [nT]{}; references from other storms", samples_text(scored))};
  name_windows(table, scored);
  append(table.columns, compared_columns("", {.decimals = 2, .width = 7, .interval_width = 12}));
  for (const auto& lead : scored.leads) {
    if (!lead.chances) continue;
    const auto add = [&](const char* name, const ComparedScore& scores) {
      table.rows.push_back(joined({lead_cell(lead), name, lead.chances->samples}, compared_cells(scores)));
    };
    if (!std::isnan(lead.chances->crps_nt.model)) add("CRPS", lead.chances->crps_nt);
    add("Winkler", lead.chances->winkler_nt);
  }
  return table;
}

Table event_table(const ScoredLeads& scored) {
  Table table{
      .title = "Chances of a value at or below a threshold",
      .columns = {lead_column()},
      .rows = {},
      .note = fmt::format(
          "The score is the Brier score, the mean squared error of the chance: 0 is best. Reliability - "
          "resolution + uncertainty make it up, but for what the chances vary within the bins of the "
          "diagram. The area under the ROC is the chance that an event got a higher chance than another "
          "sample: 1 is best, 0.5 a guess. {}",
          scored.windows ? window_references : references),
      .brief =
          fmt::format("Chances of a value at or below a threshold: Brier score{}", samples_text(scored))};
  name_windows(table, scored);
  append(table.columns, event_columns());
  for (const auto& lead : scored.leads)
    if (lead.chances)
      for (const auto& event : lead.chances->events)
        table.rows.push_back(joined({lead_cell(lead)}, event_cells(event)));
  return table;
}

Table pit_table(const ScoredLeads& scored) {
  Table table{
      .title = "Where the observations lie in their distributions (PIT)",
      .columns = {lead_column()},
      .rows = {},
      .note =
          "Of true distributions each tenth holds 10 %. The deviation is the sum of the distances from "
          "that. A mean below 0.5 says that observations lie lower than forecast; a spread above 1 that "
          "the distributions are too narrow.",
      .brief = "Where observations lie in their distributions (PIT): true ones hold 10 in each"};
  name_windows(table, scored);
  append(table.columns, columns_of(pit_fields()));
  for (const auto& lead : scored.leads)
    if (lead.chances && lead.chances->pit.samples > 0)
      table.rows.push_back(joined({lead_cell(lead)}, cells_of(pit_fields(), lead.chances->pit)));
  return table;
}

Table coverage_table(const ScoredLeads& scored) {
  Table table{
      .title = "The 5-95 % band by phase, level, drive and lateness",
      .columns = {lead_column()},
      .rows = {},
      .note =
          "The level of the forecast, the drive (mean VBs of the last half hour) and the lateness are known "
          "when it is issued: a true band holds 90 % of the observations at each of them. Observed levels "
          "and phases choose the samples by the outcome, so that the deepest must fall below the band more "
          "often.",
      .brief = "Band by phase, level, drive: a true one holds 90 % in each"};
  append(table.columns, columns_of(coverage_fields()));
  for (const auto& lead : scored.leads)
    if (lead.chances)
      for (const auto& group : lead.chances->coverage)
        table.rows.push_back(joined({lead_cell(lead)}, cells_of(coverage_fields(), group)));
  return table;
}

Table warning_table(const ScoredLeads& scored) {
  Table table{
      .title = "Warnings of onsets",
      .columns = {lead_column(), {.title = "Forecast", .brief = "forecast", .width = 11}},
      .rows = {},
      .note =
          "An onset is the first value at or below a threshold for 6 h. The warning time is from the "
          "issue of the first such forecast, valid at most 6 h before, to the onset: with none left the "
          "forecast was late. A forecast is false if no such value was observed within the lead time of "
          "it, or within 6 h. The timing error is the time that the first such forecast is valid minus "
          "the onset; positive is late.",
      .brief = "Onsets (first value at or below a threshold for 6 h) and their warnings"};
  append(table.columns, columns_of(warning_fields()));
  const auto add = [&](const LeadTimeScores& lead, const std::string& name, const WarningScores& scores) {
    if (scores.onsets + scores.forecast_episodes > 0)
      table.rows.push_back(joined({lead_cell(lead), name}, cells_of(warning_fields(), scores)));
  };
  for (const auto& lead : scored.leads)
    for (std::size_t t = 0; t < lead.warnings.size(); ++t) {
      add(lead, scored.model, lead.warnings[t]);
      if (t < lead.persistence_warnings.size()) add(lead, "persistence", lead.persistence_warnings[t]);
    }
  return table;
}

Table minimum_table(const ScoredLeads& scored) {
  Table table{.title = "The minima of the storms",
              .columns = {lead_column(), {.title = "Forecast", .brief = "forecast", .width = 12}},
              .rows = {},
              .note = "Errors are forecast minus observed: positive is too late, or too weak.",
              .brief = "Minima of the storms: forecast minus observed, and the mean distance (off)"};
  append(table.columns, columns_of(minimum_fields()));
  for (const auto& lead : scored.leads) {
    if (lead.minima.storms == 0) continue;
    table.rows.push_back(joined({lead_cell(lead), scored.model}, cells_of(minimum_fields(), lead.minima)));
    table.rows.push_back(
        joined({lead_cell(lead), "persistence"}, cells_of(minimum_fields(), lead.persistence_minima)));
  }
  return table;
}

Table storm_onset_table(const ScoredLeads& scored) {
  Table table{
      .title = "Onsets, storm by storm",
      .columns = {lead_column(), {.title = "Storm", .brief = "storm", .width = 30}},
      .rows = {},
      .note =
          "When the forecast first reached a threshold, minus when the observation did: positive is late. "
          "Blank: one of the two never did, or was there from the beginning.",
      .brief = "Storms: minutes that the forecast reached a threshold late (negative: early)"};
  for (const float threshold : event_thresholds_nt)
    table.columns.push_back({.title = fmt::format("Onset of {:g} nT", threshold),
                             .unit = "min",
                             .brief = fmt::format("{:g} nT", threshold),
                             .decimals = 0,
                             .width = 10});
  for (const auto& lead : scored.leads)
    for (const auto& storm : lead.storms) {
      std::vector<Cell> row{lead_cell(lead), storm.storm};
      bool any = false;
      for (const auto& onset : storm.onsets) {
        const bool is_known = !std::isnan(onset.timing_error_minutes);
        row.emplace_back();
        if (is_known) row.back() = onset.timing_error_minutes;
        any = any || is_known;
      }
      if (any) table.rows.push_back(std::move(row));
    }
  return table;
}

}  // namespace symh
