#include "reporting/age_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reporting/report.h"
#include "series/index_age.h"
#include "verification/moments.h"

namespace symh {
namespace {

constexpr const char* physics = "obrien_mcpherron";

double rmse_of(const LeadTimeScores& lead, const std::string& baseline) {
  const auto found = lead.baselines.find(baseline);
  return found == lead.baselines.end() ? undefined : found->second.at("rmse");
}

/// A column of the share of observations inside the band.
Column inside_column(const char* key, const char* title, const char* brief, std::size_t width) {
  return {.key = key,
          .title = title,
          .brief = brief,
          .group = "inside the band [%]",
          .decimals = 1,
          .width = width,
          .percent = true};
}

const char* name_of(LateInput late) { return late == LateInput::index ? "index" : "solar wind"; }

Minutes age_of(const AgedScores& scores, LateInput late) {
  return late == LateInput::index ? scores.age : scores.wind_age;
}

/// Of event_thresholds_nt, -50 and -100 nT: the levels whose chances are given by age.
constexpr std::array<std::size_t, 2> shown_events{1, 2};

/// The scores of the lowest value up to the lead time; nothing where no such window is scored.
const ChanceScores* within(const Verification& scores, Minutes lead_time) {
  const auto found = std::ranges::find(scores.windows, lead_time, &LeadTimeScores::lead_time);
  return found == scores.windows.end() || !found->chances ? nullptr : &*found->chances;
}

std::vector<Cell> row_of(const AgedScores& scores, LateInput late, const LeadTimeScores& lead) {
  std::vector<Cell> row;
  row.reserve(21);
  row.emplace_back(static_cast<std::size_t>(scores.age.count()));
  row.emplace_back(static_cast<std::size_t>(scores.wind_age.count()));
  row.emplace_back(age_text(age_of(scores, late)));
  row.emplace_back(static_cast<std::size_t>(lead.lead_time.count()));
  row.emplace_back(format_duration(lead.lead_time));
  row.emplace_back(lead.model.samples);
  row.emplace_back(lead.model.at("rmse"));
  row.emplace_back(rmse_of(lead, physics));
  row.emplace_back(rmse_of(lead, "persistence"));
  row.emplace_back(lead.skill.at("persistence"));
  row.emplace_back(lead.band ? lead.band->coverage : undefined);
  row.emplace_back(lead.band ? lead.band->storm_coverage : undefined);
  row.emplace_back(lead.band ? lead.band->deep_coverage : undefined);
  row.emplace_back(scores.scores.seen.seen);
  if (const auto* chances = within(scores.scores, lead.lead_time)) {
    row.emplace_back(chances->crps_nt.model);
    row.emplace_back(chances->crps_nt.persistence.score);
    row.emplace_back(chances->crps_nt.persistence.skill);
    for (const auto event : shown_events) {
      row.emplace_back(chances->events[event].brier.model);
      row.emplace_back(chances->events[event].brier.persistence.skill);
    }
  } else {
    row.resize(row.size() + 3 + 2 * shown_events.size());  // blank
  }
  return row;
}

std::vector<Cell> window_row(const AgedScores& scores, LateInput late, const LeadTimeScores& window) {
  std::vector<Cell> row;
  row.reserve(10);
  row.emplace_back(age_text(age_of(scores, late)));
  row.emplace_back(format_duration(window.lead_time));
  const auto& chances = *window.chances;
  row.emplace_back(chances.samples);
  for (const double score :
       {chances.crps_nt.model, chances.crps_nt.persistence.score, chances.crps_nt.climatology.score})
    row.emplace_back(score);
  for (const auto event : shown_events) {
    row.emplace_back(chances.events[event].brier.model);
    row.emplace_back(chances.events[event].brier.persistence.skill);
  }
  return row;
}

/// Of both inputs, and of the columns of skill and the ring current.
std::string note_of(const AgedScores& scores, LateInput late) {
  const auto inputs =
      late == LateInput::wind
          ? fmt::format("The solar wind is as old as the table says, the index is {}.",
                        scores.age == Minutes{0} ? "new" : age_text(scores.age) + " old")
          : fmt::format("The index is as old as the table says, the solar wind is {}.",
                        scores.wind_age == Minutes{0} ? "new" : age_text(scores.wind_age) + " old");
  const auto seen = seen_text(scores.scores.seen, scores.scores.model);
  return inputs +
         " Skill is over the last known value of the index. The ring current is the law of O'Brien & "
         "McPherron through the gap." +
         (seen.empty() ? "" : " " + seen);
}

Plot plot_of(const std::vector<AgedScores>& ages, LateInput late, std::size_t l) {
  const auto lead_time = format_duration(ages.front().scores.leads.at(l).lead_time);
  Plot plot{.title = fmt::format("RMSE against the age of the {}, {} ahead", name_of(late), lead_time),
            .x_label = fmt::format("age of the {} [h]", name_of(late)),
            .y_label = "RMSE [nT]",
            .x = {},
            .lines = {{.name = ages.front().scores.model, .y = {}},
                      {.name = "ring current through the gap", .y = {}, .style = LineStyle::dashed},
                      {.name = "last known value", .y = {}, .style = LineStyle::dashed}}};
  for (const auto& age : ages) {
    if (age_of(age, late) > longest_gap) continue;  // no place on the axis
    const auto& lead = age.scores.leads.at(l);
    plot.x.push_back(static_cast<double>(age_of(age, late).count()) / 60.0);
    plot.lines[0].y.push_back(lead.model.at("rmse"));
    plot.lines[1].y.push_back(rmse_of(lead, physics));
    plot.lines[2].y.push_back(rmse_of(lead, "persistence"));
  }
  return plot;
}

}  // namespace

std::string age_text(Minutes age) {
  return age == Minutes{0} ? "0" : age > longest_gap ? "none" : format_duration(age);
}

Table age_table(const std::vector<AgedScores>& ages, LateInput late) {
  constexpr auto rmse = "RMSE [nT]";
  Table table{
      .title = fmt::format("Scores by the age of the {}", name_of(late)),
      .columns = {{.key = "index_age_minutes", .in_page = false},
                  {.key = "wind_age_minutes", .in_page = false},
                  {.title = "Age", .brief = "age", .width = 5, .names_row = true},
                  {.key = "lead_time_minutes", .in_page = false},
                  {.title = "Lead", .brief = "lead", .width = 5, .names_row = true},
                  {.key = "samples", .title = "Samples", .brief = "n", .width = 7},
                  {.key = "rmse", .title = "RMSE", .unit = "nT", .brief = "model", .group = rmse, .width = 8},
                  {.key = "ring_current_rmse",
                   .title = "RMSE of the ring current",
                   .unit = "nT",
                   .brief = "ring cur.",
                   .group = rmse,
                   .width = 10},
                  {.key = "persistence_rmse",
                   .title = "RMSE of the last value",
                   .unit = "nT",
                   .brief = "last",
                   .group = rmse,
                   .width = 8},
                  {.key = "skill", .title = "Skill", .brief = "skill", .decimals = 3, .width = 8},
                  inside_column("coverage", "Inside the band", "all", 8),
                  inside_column("storm_coverage", "Inside, at -100 nT or below", "<= -100", 9),
                  inside_column("deep_coverage", "Inside, at -200 nT or below", "<= -200", 9),
                  {.key = "issue_times_in_training", .in_page = false},
                  {.key = "within_crps", .in_page = false},
                  {.key = "within_persistence_crps", .in_page = false},
                  {.key = "within_crps_skill", .in_page = false},
                  {.key = "within_brier_50", .in_page = false},
                  {.key = "within_brier_skill_50", .in_page = false},
                  {.key = "within_brier_100", .in_page = false},
                  {.key = "within_brier_skill_100", .in_page = false}},
      .rows = {},
      .note = note_of(ages.front(), late)};
  for (const auto& age : ages)
    for (const auto& lead : age.scores.leads) table.rows.push_back(row_of(age, late, lead));
  return table;
}

Table age_window_table(const std::vector<AgedScores>& ages, LateInput late) {
  const auto brier = [](int threshold_nt) {
    return std::array{Column{.title = fmt::format("Brier score, {} nT", threshold_nt),
                             .brief = "score",
                             .group = fmt::format("Brier, {} nT", threshold_nt),
                             .decimals = 4,
                             .width = 8},
                      Column{.title = "Skill over the last value",
                             .brief = "skill",
                             .group = fmt::format("Brier, {} nT", threshold_nt),
                             .decimals = 3,
                             .width = 8}};
  };
  constexpr auto crps = "CRPS [nT]";
  Table table{
      .title = fmt::format("The lowest value within a time by the age of the {}", name_of(late)),
      .columns =
          {{.title = "Age", .brief = "age", .width = 5, .names_row = true},
           {.title = "Within", .brief = "within", .width = 7, .names_row = true},
           {.title = "Samples", .brief = "n", .width = 8},
           {.title = "CRPS", .unit = "nT", .brief = "model", .group = crps, .width = 8},
           {.title = "CRPS of the last value", .unit = "nT", .brief = "last", .group = crps, .width = 8},
           {.title = "CRPS of climatology", .unit = "nT", .brief = "climate", .group = crps, .width = 9}},
      .rows = {},
      .note =
          "By sample paths from the issue time on, from the estimate of the index where it is late. The "
          "last value and climatology have the distribution of their errors in the other storms."};
  for (const int threshold_nt : {-50, -100})
    for (auto& column : brier(threshold_nt)) table.columns.push_back(column);
  for (const auto& age : ages)
    for (const auto& window : age.scores.windows)
      if (window.chances) table.rows.push_back(window_row(age, late, window));
  return table;
}

std::string age_report(const std::vector<AgedScores>& ages, LateInput late) {
  Report report(fmt::format("{} with a late {}", ages.front().scores.model, name_of(late)));
  for (std::size_t l = 0; l < ages.front().scores.leads.size(); ++l) report.plot(plot_of(ages, late, l));
  report.table(age_table(ages, late));
  if (const auto windows = age_window_table(ages, late); !windows.rows.empty()) report.table(windows);
  return report.html();
}

}  // namespace symh
