#include "reporting/evaluation_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "reporting/chance_diagrams.h"
#include "reporting/evaluation_plots.h"
#include "reporting/period_sections.h"
#include "reporting/report.h"
#include "reporting/storm_multiples.h"
#include "verification/chance_tables.h"
#include "verification/score_tables.h"

namespace symh {
namespace {

constexpr std::size_t pictured_storms = 6;
constexpr const char* storm_anchor = "storm";

bool is_classification(const Verification& verification) {
  return std::any_of(verification.leads.begin(), verification.leads.end(),
                     [](const auto& lead) { return !lead.confusion.empty(); });
}

bool has_continuous_scores(const Verification& verification) {
  return std::any_of(verification.leads.begin(), verification.leads.end(),
                     [](const auto& lead) { return lead.model.samples > 0; });
}

std::string period_text(const ForecastTable& table) {
  Time first = Time::max(), last = Time::min();
  std::set<int> storms;  // only storms with forecasts; the data may hold others
  for (const auto& lead : table.leads) {
    for (const int storm : lead.storm)
      if (storm >= 0) storms.insert(storm);
    for (const auto time : lead.issue_time) {
      first = std::min(first, time);
      last = std::max(last, time);
    }
  }
  if (first > last) return "There is no forecast in this evaluation.";
  return fmt::format("Forecasts of {} issued from {} to {} at a cadence of {}, in {} storm{}.", table.target,
                     format_time(first), format_time(last), format_duration(table.cadence), storms.size(),
                     storms.size() == 1 ? "" : "s");
}

/// Says at which lead times persistence wins, so that a reader need not look for it.
std::string verdict(const Verification& verification) {
  std::string lost;
  for (const auto& lead : verification.leads) {
    if (!lead.loses_to_persistence()) continue;
    lost += (lost.empty() ? "" : ", ") + format_duration(lead.lead_time);
  }
  if (lost.empty()) return "At no lead time does the model lose to persistence (the last observed value).";
  return "Warning: at " + lost + " persistence (the last observed value) is better than the model.";
}

std::string left_out(const Verification& verification) {
  std::string text;
  for (const auto& lead : verification.leads) {
    text +=
        fmt::format("{}{} at {}", text.empty() ? "" : ", ", lead.missing, format_duration(lead.lead_time));
  }
  return "The model and persistence are scored on the same samples; another baseline that misses some of "
         "them is scored, and compared, on the others. Left out for want of an observation, a "
         "forecast or persistence: " +
         text + ".";
}

/// Adds the table, unless it has no rows.
void add_table(Report& report, const Table& table) {
  if (!table.rows.empty()) report.table(table);
}

void add_bands(Report& report, const ScoredLeads& scored, const Verification& verification) {
  const auto table = band_table(scored);
  if (table.rows.empty()) return;
  report.heading("Bands");
  report.table(table);
  add_table(report, coverage_table(scored));
  report.paragraph(
      "The plot shows how often the observation lay at or below each forecast quantile: a true forecast lies "
      "on the dashed line.");
  report.plot(reliability_plot(verification));
}

/// The scores of the distributions, as pictures and tables; nothing without a band.
void add_chances(Report& report, const ScoredLeads& scored, const Verification& verification) {
  const auto diagrams = chance_diagrams(verification.leads);
  if (diagrams.empty()) return;
  report.heading("Chances");
  report.paragraph(
      "The first diagram of a lead time shows how often events came true whose chance was so high, with 95 % "
      "intervals; of reliable chances the marks lie on the dashed line. The second shows how many events an "
      "alarm at each chance detects, and at how many false alarms; the nearer to the upper left the better. "
      "The third shows where the observations lie in the forecast distributions; a hump says that these are "
      "too wide, a trough that they are too narrow.");
  report.diagrams(diagrams);
  for (const auto make : {distribution_table, event_table, pit_table}) add_table(report, make(scored));
}

/// The chances of the lowest value within a window, which a product gives.
void add_windows(Report& report, const Verification& verification) {
  const auto diagrams = chance_diagrams(verification.windows, ChanceOf::lowest_within);
  if (diagrams.empty()) return;
  report.heading("Chances within a time");
  report.paragraph(
      "The lowest value from the issue time on, by 200 sample paths at each full hour: how often it reached "
      "a "
      "threshold as the paths said. References are the value at the issue time with its errors, and the "
      "lowest "
      "values of the other storms.");
  report.diagrams(diagrams);
  const ScoredLeads scored{verification.model, verification.windows, /*windows=*/true};
  for (const auto make : {distribution_table, event_table, pit_table}) add_table(report, make(scored));
}

void add_warnings(Report& report, const ScoredLeads& scored) {
  const auto warnings = warning_table(scored);
  if (warnings.rows.empty()) return;
  report.heading("Warnings");
  report.table(warnings);
}

void add_scores(Report& report, const ScoredLeads& scored, const Verification& verification) {
  report.heading("Summary");
  report.table(score_table(scored));
  if (const auto plot = rmse_plot(verification)) report.plot(*plot);
  report.heading("Skill");
  report.table(skill_table(scored));
  report.heading("Thresholds");
  report.table(threshold_table(scored));
  report.heading("Storms");
  for (const auto make :
       {group_table, minimum_table, storm_table, storm_onset_table, storm_score_table, storm_threshold_table})
    add_table(report, make(scored));
  add_bands(report, scored, verification);
  add_chances(report, scored, verification);
  add_windows(report, verification);
  add_warnings(report, scored);
}

void add_levels(Report& report, const ScoredLeads& scored) {
  report.heading("Storm levels");
  report.table(class_table(scored));
  report.paragraph(
      "In the tables of counts the percentages are of the observed level: a row adds up to 100 %.");
  for (const auto& lead : scored.leads) add_table(report, confusion_table(lead));
}

/// Says whether the forecast follows the past rather than the future.
std::string lag_text(const LeadTimeScores& lead) {
  if (lead.best_lag <= Minutes{0}) return "The forecast follows the observation without a delay.";
  return fmt::format(
      "The forecast is late: it fits the observation best when it is moved back by {}{}.",
      format_duration(lead.best_lag),
      lead.copies_last_value() ? ", the lead time itself: it is little but the last observed value" : "");
}

/// What the report opens with.
void add_deepest_storms(Report& report, const ForecastTable& table, std::vector<int> storms) {
  const bool banded = std::ranges::any_of(table.leads, [](const auto& lead) { return !lead.q05_nt.empty(); });
  report.heading(storms.size() == 1 ? "The deepest storm" : "The deepest storms");
  report.paragraph(fmt::format(
      "What was observed (thin line), and what the model forecast for that time at each lead time (thick "
      "line).{} "
      "A click on a storm shows the whole of it below.",
      banded ? " The shaded band reaches from the 5 % to the 95 % quantile of the forecast." : ""));
  storms.resize(std::min(storms.size(), pictured_storms));
  report.markup(storm_multiples(table, storms, storm_anchor));
}

/// Every storm at every lead time, one at a time.
void add_storm_browser(Report& report, const ForecastTable& table, const std::vector<int>& storms) {
  PlotBrowser browser{.title = "One storm at one lead time",
                      .anchor = storm_anchor,
                      .row_label = "Storm",
                      .column_label = "Lead time",
                      .rows = {},
                      .columns = {},
                      .plots = {}};
  for (const auto& lead : table.leads) browser.columns.push_back(format_duration(lead.lead_time));
  for (const int storm : storms) {
    browser.rows.push_back(table.storms.at(static_cast<std::size_t>(storm)));
    for (const auto& lead : table.leads) browser.plots.push_back(storm_plot(table, lead, storm));
  }
  report.heading("All storms, the deepest first");
  report.markup(storm_links(table, storms, storm_anchor));
  report.browser(browser);
  report.paragraph(
      "Values are rounded to whole nT. Persistence is the last value that was observed when the forecast was "
      "issued.");
}

void add_plots(Report& report, const ForecastTable& table, const Verification& verification) {
  for (std::size_t i = 0; i < table.leads.size(); ++i) {
    const auto& lead = table.leads[i];
    report.heading("Forecasts " + format_duration(lead.lead_time) + " ahead");
    if (i < verification.leads.size() && verification.leads[i].model.samples > 0) {
      report.paragraph(lag_text(verification.leads[i]));
    }
    report.plot(scatter_plot(table, lead));
  }
}

}  // namespace

std::string evaluation_report(const ForecastTable& table, const Verification& verification,
                              const std::vector<PeriodScores>& periods) {
  Report report("Evaluation of " + verification.model);
  report.paragraph(period_text(table));
  if (!table.without.empty())
    report.paragraph(
        fmt::format("Taken as missing, to see what that costs: {}.", fmt::join(table.without, ", ")));
  if (const auto seen = seen_text(table.seen, table.model); !seen.empty()) report.paragraph(seen);
  const bool continuous = has_continuous_scores(verification);
  if (continuous) report.paragraph(verdict(verification));
  const auto storms = continuous ? storms_by_depth(table) : std::vector<int>{};
  if (!storms.empty()) add_deepest_storms(report, table, storms);
  if (!verification.leads.empty()) report.paragraph(left_out(verification));
  if (!periods.empty()) add_periods(report, periods);
  const ScoredLeads scored{verification.model, verification.leads};
  if (continuous) add_scores(report, scored, verification);
  if (is_classification(verification)) add_levels(report, scored);
  if (!storms.empty()) add_storm_browser(report, table, storms);
  add_plots(report, table, verification);
  return report.html();
}

}  // namespace symh
