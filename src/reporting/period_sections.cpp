#include "reporting/period_sections.h"

#include <fmt/format.h>

#include <limits>

#include "verification/score_tables.h"

namespace symh {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// RMSE of model and baselines at one lead time against the first days of the periods.
Plot rmse_by_period(const std::vector<PeriodScores>& periods, std::size_t l) {
  const auto& first = periods.front().scores.leads.at(l);
  Plot plot{.title = fmt::format("RMSE by period, {} ahead", format_duration(first.lead_time)),
            .x_label = "first day of the period",
            .y_label = "RMSE [nT]",
            .x = {},
            .lines = {{.name = periods.front().scores.model, .y = {}}},
            .x_is_time = true};
  const auto names = baseline_names(first.baselines);
  for (const auto& name : names) plot.lines.push_back({.name = name, .y = {}, .style = LineStyle::dashed});
  for (const auto& period : periods) {
    const auto& lead = period.scores.leads.at(l);
    plot.x.push_back(static_cast<double>(period.from.time_since_epoch().count()));
    plot.lines[0].y.push_back(lead.model.at("rmse"));
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto found = lead.baselines.find(names[i]);
      plot.lines[i + 1].y.push_back(found == lead.baselines.end() ? missing : found->second.at("rmse"));
    }
  }
  return plot;
}

}  // namespace

void add_periods(Report& report, const std::vector<PeriodScores>& periods) {
  report.heading("Period by period");
  report.paragraph(
      "A rolling-origin backtest: the models and fitted baselines that forecast a period were trained on the "
      "data before it alone, with an embargo between. The other sections are over all periods together.");
  if (periods.size() > 1)
    for (std::size_t l = 0; l < periods.front().scores.leads.size(); ++l)
      report.plot(rmse_by_period(periods, l));
  for (const auto& period : periods) {
    report.heading(fmt::format("Issued from {} to {}", format_time(period.from), format_time(period.until)));
    report.paragraph(
        fmt::format("Trained on {} windows; {} more chose the best epoch, the weights of the members "
                    "and the width of the band.",
                    period.training_windows, period.validation_windows));
    report.table(score_table({period.scores.model, period.scores.leads}));
  }
}

}  // namespace symh
