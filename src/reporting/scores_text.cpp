#include "reporting/scores_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/text.h"
#include "reporting/table_text.h"
#include "reporting/text_columns.h"
#include "verification/chance_tables.h"
#include "verification/score_tables.h"

namespace symh {
namespace {

/// Lines of at most text_width columns.
class Page {
 public:
  void line(const std::string& text) { text_ += clip(text, text_width) + '\n'; }
  void text(const std::string& words) { text_ += wrap(words, text_width); }
  void blank() { text_ += '\n'; }
  /// Nothing if the table has no rows.
  void table(const Table& table) {
    if (table.rows.empty()) return;
    blank();
    text_ += to_text(table);
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

void lag(Page& page, const LeadTimeScores& lead) {
  page.line(fmt::format("Best lag: {} min (0: in time; {}: a copy of the last value).", lead.best_lag.count(),
                        lead.lead_time.count()));
  if (lead.copies_last_value())
    page.line("NOTE: the best lag is the lead time: the forecast copies the last value.");
}

/// Warnings that a reader must not miss, in plain words.
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
  const ScoredLeads scored{"model", {&lead, 1}};
  if (lead.model.samples > 0)
    for (const auto make : {score_table, skill_table, distribution_table, event_table, pit_table, band_table,
                            coverage_table, group_table, threshold_table, warning_table, minimum_table,
                            storm_table, storm_onset_table, storm_score_table})
      page.table(make(scored));
  page.table(confusion_table(lead));
  page.table(class_table(scored));
  verdict(page, lead);
}

/// The scores of the lowest value within one window.
void window(Page& page, const LeadTimeScores& scores) {
  page.blank();
  page.line(std::string(text_width, '='));
  page.line(fmt::format("Lowest value within {} by the sample paths: {} samples, {} left out",
                        format_duration(scores.lead_time), scores.chances ? scores.chances->samples : 0,
                        scores.missing));
  const ScoredLeads scored{"model", {&scores, 1}, /*windows=*/true};
  for (const auto make : {distribution_table, event_table, pit_table}) page.table(make(scored));
}

}  // namespace

std::string to_text(const Verification& verification) {
  Page page;
  page.line(fmt::format("Forecasts of {} by {}", verification.target, verification.model));
  if (!verification.without.empty())
    page.text(fmt::format("NOTE: taken as missing: {}", fmt::join(verification.without, ", ")));
  if (const auto seen = seen_text(verification.seen, verification.model); !seen.empty()) page.text(seen);
  for (const auto& lead : verification.leads) lead_time(page, lead);
  for (const auto& scores : verification.windows) window(page, scores);
  return page.take();
}

std::string to_text(const std::vector<PeriodScores>& periods, const Verification& pooled) {
  std::string text;
  for (std::size_t l = 0; l < pooled.leads.size(); ++l) {
    if (l > 0) text += '\n';
    text += to_text(period_table(periods, pooled, l));
  }
  return text;
}

}  // namespace symh
