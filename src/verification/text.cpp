#include "core/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "series/storms.h"
#include "verification/metrics.h"
#include "verification/text_columns.h"
#include "verification/verify.h"

namespace symh {
namespace {

/// Lines of at most text_width columns.
class Page {
 public:
  void line(const std::string& text) { text_ += clip(text, text_width) + '\n'; }
  void text(const std::string& words) { text_ += wrap(words, text_width); }
  void blank() { text_ += '\n'; }
  /// A headline, the names of the columns and a rule below.
  void table(const std::string& headline, const std::string& columns) {
    blank();
    line(headline);
    line(columns);
    line(std::string(text_width, '-'));
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

/// What fits a line beside names, counts and an interval; JSON and the report have them all.
std::span<const Metric> shown_metrics() {
  constexpr std::size_t most = 6;
  return all_metrics().first(std::min(most, all_metrics().size()));
}

std::string overall_row(const std::string& name, const Scores& scores, const Interval& rmse) {
  auto row = name_cell(name, 18) + cell(scores.samples, 7);
  for (const auto& metric : shown_metrics()) {
    row += cell(scores.at(metric.key), 6, metric.decimals);
    if (metric.key == "rmse") row += interval_cell(rmse.low, rmse.high, 12, 1);
  }
  return row;
}

std::string overall_columns() {
  auto columns = fmt::format("{:18}{:>7}", "", "n");
  for (const auto& metric : shown_metrics()) {
    columns += fmt::format("{:>6}", metric.brief);
    if (metric.key == "rmse") columns += fmt::format("{:>12}", "[95 %]");
  }
  return columns + fmt::format("{:>7}", "skill");
}

void overall(Page& page, const LeadTimeScores& lead) {
  page.table("Overall [nT]; skill = 1 - MSE/MSE of the row", overall_columns());
  page.line(overall_row("model", lead.model, lead.rmse_interval) + fmt::format("{:>7}", ""));
  for (const auto& [name, scores] : lead.baselines)
    page.line(overall_row(name, scores, lead.baseline_rmse_interval.at(name)) +
              cell(lead.skill.at(name), 7, 3));
}

void skill(Page& page, const LeadTimeScores& lead) {
  page.table("Skill of the model over each baseline",
             fmt::format("{:40}{:>14}{:>26}", "baseline", "skill", "95 % interval"));
  for (const auto& [name, value] : lead.skill) {
    const auto& interval = lead.skill_interval.at(name);
    page.line(name_cell(name, 40) + cell(value, 14, 3) + interval_cell(interval.low, interval.high, 26, 3));
  }
}

std::string threshold_row(const std::string& name, const ThresholdScores& s) {
  return fmt::format("{:<12}", fmt::format("<= {:g} nT", s.threshold_nt)) + name_cell(name, 12) +
         cell(s.hits, 8) + cell(s.misses, 8) + cell(s.false_alarms, 8) + cell(s.correct_negatives, 8) +
         cell(s.pod, 6, 2) + cell(s.far, 6, 2) + cell(s.heidke, 6, 2) + cell(s.true_skill, 6, 2);
}

void thresholds(Page& page, const LeadTimeScores& lead) {
  if (lead.thresholds.empty()) return;
  page.table("Events: observed at or below a threshold (POD detected, FAR false alarm ratio)",
             fmt::format("{:24}{:>8}{:>8}{:>8}{:>8}{:>6}{:>6}{:>6}{:>6}", "", "hits", "misses", "false",
                         "quiet", "POD", "FAR", "HSS", "TSS"));
  for (std::size_t i = 0; i < lead.thresholds.size(); ++i) {
    page.line(threshold_row("model", lead.thresholds[i]));
    page.line(threshold_row("persistence", lead.persistence_thresholds[i]));
  }
}

void storms(Page& page, const LeadTimeScores& lead) {
  if (lead.storms.empty()) return;
  page.blank();
  page.line("Storms [nT]: error = forecast - observed minimum; pers. = persistence");
  page.line(fmt::format("{:25}{:>7}{:>14}{:>17}{:>17}", "", "", "RMSE", "peak", "timing error"));
  page.line(fmt::format("{:25}{:>7}{:>7}{:>7}{:>9}{:>8}{:>8}{:>9}", "storm", "n", "model", "pers.",
                        "observed", "error", "pers.", "min"));
  page.line(std::string(text_width, '-'));
  for (const auto& storm : lead.storms)
    page.line(name_cell(storm.storm, 25) + cell(storm.model.samples, 7) + cell(storm.model.at("rmse"), 7, 2) +
              cell(storm.baselines.at("persistence").at("rmse"), 7, 2) +
              cell(storm.peak.observed_minimum_nt, 9, 0) + cell(storm.peak.peak_error_nt, 8, 1) +
              cell(storm.persistence_peak.peak_error_nt, 8, 1) + cell(storm.peak.timing_error_minutes, 9, 0));
}

/// The scores of each storm that its first table has no room for.
void storm_scores(Page& page, const LeadTimeScores& lead) {
  if (lead.storms.empty()) return;
  auto columns = fmt::format("{:30}", "storm");
  for (const auto& metric : shown_metrics()) columns += fmt::format("{:>7}", metric.brief);
  page.table("Storms: scores of the model [nT], and its skill over persistence",
             columns + fmt::format("{:>8}", "skill"));
  for (const auto& storm : lead.storms) {
    auto row = name_cell(storm.storm, 30);
    for (const auto& metric : shown_metrics()) row += cell(storm.model.at(metric.key), 7, metric.decimals);
    page.line(row + cell(storm.skill.at("persistence"), 8, 3));
  }
}

void groups(Page& page, const LeadTimeScores& lead) {
  if (lead.groups.empty()) return;
  page.table("By phase of the storm and by observed level [nT]; pers. = persistence",
             fmt::format("{:12}{:14}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}", "", "", "n", "RMSE", "pers.", "bias",
                         "BFE", "pers."));
  for (const auto& group : lead.groups)
    page.line(name_cell(group.by, 12) + name_cell(group.name, 14) + cell(group.model.samples, 9) +
              cell(group.model.at("rmse"), 9, 2) + cell(group.persistence.at("rmse"), 9, 2) +
              cell(group.model.at("bias"), 9, 2) + cell(group.model.at("bfe"), 9, 2) +
              cell(group.persistence.at("bfe"), 9, 2));
}

void band(Page& page, const LeadTimeScores& lead) {
  if (!lead.band) return;
  const auto& b = *lead.band;
  page.blank();
  page.line(fmt::format("Band of 5-95 %: holds {:.1f} % of {} observations", 100 * b.coverage, b.samples));
  if (b.storm_samples > 0)
    page.line(fmt::format("and {:.1f} % of the {} at or below {:g} nT", 100 * b.storm_coverage,
                          b.storm_samples, BandScores::storm_nt));
  page.line(fmt::format("mean width {:.1f} nT; pinball loss {:.3f} (5 %), {:.3f} (50 %), {:.3f} (95 %) nT",
                        b.mean_width_nt, b.pinball_nt[0], b.pinball_nt[1], b.pinball_nt[2]));
  page.line(fmt::format("observed at or below the 5, 50, 95 % quantile: {:.1f}, {:.1f}, {:.1f} %",
                        100 * b.share_below[0], 100 * b.share_below[1], 100 * b.share_below[2]));
}

void classes(Page& page, const LeadTimeScores& lead) {
  if (lead.confusion.empty()) return;
  std::string columns = fmt::format("{:20}", "observed \\ forecast");
  for (std::size_t level = 0; level < lead.confusion.size(); ++level)
    columns += fmt::format("{:>15}", storm_level_name(static_cast<StormLevel>(level)));
  page.table(fmt::format("Storm levels: {} samples", lead.classified), columns);
  for (std::size_t level = 0; level < lead.confusion.size(); ++level) {
    std::string row = name_cell(storm_level_name(static_cast<StormLevel>(level)), 20);
    for (const auto count : lead.confusion[level]) row += cell(count, 15);
    page.line(row);
  }
  page.line(fmt::format("accuracy {:.3f} (persistence {:.3f}), Brier {:.3f} (persistence {:.3f})",
                        lead.accuracy, lead.persistence_accuracy, lead.brier, lead.persistence_brier));
  page.line(fmt::format("cross-entropy {:.3f}", lead.cross_entropy));
}

void lag(Page& page, const LeadTimeScores& lead) {
  page.line(fmt::format("Best lag: {} min (0: in time; {}: a copy of the last value).", lead.best_lag.count(),
                        lead.lead_time.count()));
  if (lead.copies_last_value())
    page.line("NOTE: the best lag is the lead time: the forecast copies the last value.");
}

/// What a reader must not overlook, in plain words.
void verdict(Page& page, const LeadTimeScores& lead) {
  page.blank();
  const bool by_value = lead.model.samples > 0;
  if (lead.loses_to_persistence()) {
    const double ours = by_value ? lead.model.at("rmse") : lead.brier;
    const double theirs = by_value ? lead.baselines.at("persistence").at("rmse") : lead.persistence_brier;
    page.line(fmt::format("WARNING: the model loses to persistence at {}: {} {:.4g} against {:.4g}.",
                          format_duration(lead.lead_time), by_value ? "RMSE" : "Brier score", ours, theirs));
  } else if (by_value) {
    const auto& interval = lead.skill_interval.at("persistence");
    if (interval.low <= 0)
      page.line("NOTE: the interval of the skill over persistence reaches down to zero.");
  }
  if (by_value) lag(page, lead);
}

void lead_time(Page& page, const LeadTimeScores& lead) {
  page.blank();
  page.line(std::string(text_width, '='));
  const auto samples = lead.model.samples > 0 ? lead.model.samples : lead.classified;
  page.line(fmt::format("Lead time {}: {} samples scored, {} left out (a value is missing)",
                        format_duration(lead.lead_time), samples, lead.missing));
  if (samples == 0) return;
  if (lead.model.samples > 0) {
    overall(page, lead);
    skill(page, lead);
    band(page, lead);
    groups(page, lead);
    thresholds(page, lead);
    storms(page, lead);
    storm_scores(page, lead);
  }
  classes(page, lead);
  verdict(page, lead);
}

}  // namespace

std::string to_text(const Verification& verification) {
  Page page;
  page.line(fmt::format("Forecasts of {} by {}", verification.target, verification.model));
  if (!verification.without.empty())
    page.text(fmt::format("NOTE: taken as missing: {}", fmt::join(verification.without, ", ")));
  for (const auto& lead : verification.leads) lead_time(page, lead);
  return page.take();
}

}  // namespace symh
