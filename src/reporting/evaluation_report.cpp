#include "reporting/evaluation_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "reporting/evaluation_plots.h"
#include "reporting/period_sections.h"
#include "reporting/report.h"
#include "reporting/text.h"
#include "series/storms.h"
#include "verification/metrics.h"

namespace symh {
namespace {

constexpr std::size_t plotted_storms = 4;
constexpr double missing = std::numeric_limits<double>::quiet_NaN();

std::string count_cell(std::size_t count) { return fmt::format("{}", count); }

std::string interval_cell(const Interval& interval, int decimals) {
  return fmt::format("[{}, {}]", cell(interval.low, decimals), cell(interval.high, decimals));
}

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
  std::set<int> storms;  // the data may hold others, in which nothing was forecast
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

/// Which lead times persistence wins, in words; a reader must not have to look for that.
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
         "them is "
         "scored, and compared, on the others. Left out for want of an observation, a "
         "forecast or persistence: " +
         text + ".";
}

std::vector<std::string> summary_row(const std::string& lead, const std::string& name, const Scores& scores,
                                     const std::string& interval) {
  std::vector<std::string> row{lead, name, count_cell(scores.samples)};
  for (const auto& metric : all_metrics()) {
    row.push_back(cell(scores.at(metric.key), metric.decimals));
    if (metric.key == "rmse") row.push_back(interval);
  }
  return row;
}

std::vector<std::string> summary_header() {
  std::vector<std::string> header{"Lead", "Forecast", "Samples"};
  for (const auto& metric : all_metrics()) {
    header.emplace_back(metric.title);
    if (metric.key == "rmse") header.emplace_back("95% interval");
  }
  return header;
}

Table summary_table(const Verification& verification) {
  Table table{"Model and baselines", summary_header(), {}};
  for (const auto& lead : verification.leads) {
    const auto time = format_duration(lead.lead_time);
    table.rows.push_back(
        summary_row(time, verification.model, lead.model, interval_cell(lead.rmse_interval, 2)));
    for (const auto& name : baseline_names(lead.baselines)) {
      const auto interval = lead.baseline_rmse_interval.find(name);
      const bool known = interval != lead.baseline_rmse_interval.end();
      table.rows.push_back(summary_row(time, name, lead.baselines.at(name),
                                       known ? interval_cell(interval->second, 2) : cell(missing)));
    }
  }
  return table;
}

std::string skill_reading(const Interval& interval) {
  if (interval.low > 0) return "better";
  if (interval.high < 0) return "worse";
  return "not distinguishable";
}

Table skill_table(const Verification& verification) {
  Table table{"Skill over each baseline", {"Lead", "Baseline", "Skill", "95% interval", "The model is"}, {}};
  for (const auto& lead : verification.leads) {
    for (const auto& name : baseline_names(lead.baselines)) {
      const auto skill = lead.skill.find(name);
      if (skill == lead.skill.end()) continue;
      const auto found = lead.skill_interval.find(name);
      const auto interval = found == lead.skill_interval.end() ? Interval{missing, missing} : found->second;
      const bool known = std::isfinite(interval.low) && std::isfinite(interval.high);
      table.rows.push_back({format_duration(lead.lead_time), name, cell(skill->second, 3),
                            known ? interval_cell(interval, 3) : cell(missing),
                            known ? skill_reading(interval) : cell(missing)});
    }
  }
  return table;
}

void add_thresholds(Table& table, const std::string& lead, const std::string& name,
                    const std::vector<ThresholdScores>& scores) {
  for (const auto& score : scores) {
    table.rows.push_back({lead, name, cell(score.threshold_nt, 0), count_cell(score.hits),
                          count_cell(score.misses), count_cell(score.false_alarms),
                          count_cell(score.correct_negatives), cell(score.pod), cell(score.far),
                          cell(score.heidke), cell(score.true_skill)});
  }
}

Table threshold_table(const Verification& verification) {
  Table table{"Observed at or below a threshold",
              {"Lead", "Forecast", "Threshold [nT]", "Hits", "Misses", "False alarms", "Correct negatives",
               "POD", "FAR", "Heidke", "True skill"},
              {}};
  for (const auto& lead : verification.leads) {
    const auto time = format_duration(lead.lead_time);
    add_thresholds(table, time, verification.model, lead.thresholds);
    add_thresholds(table, time, "persistence", lead.persistence_thresholds);
  }
  return table;
}

Table storm_table(const Verification& verification) {
  Table table{"Storm by storm",
              {"Lead", "Storm", "Samples", "RMSE [nT]", "Persistence RMSE [nT]", "Observed minimum [nT]",
               "Forecast minimum [nT]", "Peak error [nT]", "Timing error [min]"},
              {}};
  for (const auto& lead : verification.leads) {
    for (const auto& storm : lead.storms) {
      const auto found = storm.baselines.find("persistence");
      table.rows.push_back({format_duration(lead.lead_time), storm.storm, count_cell(storm.model.samples),
                            cell(storm.model.at("rmse")),
                            cell(found == storm.baselines.end() ? missing : found->second.at("rmse")),
                            cell(storm.peak.observed_minimum_nt, 0), cell(storm.peak.forecast_minimum_nt, 0),
                            cell(storm.peak.peak_error_nt, 1), cell(storm.peak.timing_error_minutes, 0)});
    }
  }
  return table;
}

/// The metrics of each storm, and the model's skill over each baseline in it.
Table storm_scores_table(const Verification& verification) {
  Table table{"Scores of the model, storm by storm", {"Lead", "Storm"}, {}};
  for (const auto& metric : all_metrics()) table.header.emplace_back(metric.title);
  const auto names = baseline_names(verification.leads.front().baselines);
  for (const auto& name : names) table.header.push_back("Skill over " + name);
  for (const auto& lead : verification.leads) {
    for (const auto& storm : lead.storms) {
      std::vector<std::string> row{format_duration(lead.lead_time), storm.storm};
      for (const auto& metric : all_metrics())
        row.push_back(cell(storm.model.at(metric.key), metric.decimals));
      for (const auto& name : names) {
        const auto skill = storm.skill.find(name);
        row.push_back(cell(skill == storm.skill.end() ? missing : skill->second, 3));
      }
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

/// Of each storm, the thresholds that it reached.
Table storm_threshold_table(const Verification& verification) {
  Table table{"Thresholds that a storm reached",
              {"Lead", "Storm", "Threshold [nT]", "Hits", "Misses", "False alarms", "POD", "FAR", "Heidke",
               "True skill"},
              {}};
  for (const auto& lead : verification.leads) {
    for (const auto& storm : lead.storms) {
      for (const auto& s : storm.thresholds) {
        if (s.hits + s.misses == 0) continue;
        table.rows.push_back({format_duration(lead.lead_time), storm.storm, cell(s.threshold_nt, 0),
                              count_cell(s.hits), count_cell(s.misses), count_cell(s.false_alarms),
                              cell(s.pod), cell(s.far), cell(s.heidke), cell(s.true_skill)});
      }
    }
  }
  return table;
}

Table group_table(const Verification& verification) {
  Table table{"By phase of the storm and by observed level",
              {"Lead", "By", "Part", "Samples", "RMSE [nT]", "Persistence RMSE [nT]", "Bias [nT]", "BFE [nT]",
               "Persistence BFE [nT]"},
              {}};
  for (const auto& lead : verification.leads)
    for (const auto& group : lead.groups)
      table.rows.push_back({format_duration(lead.lead_time), group.by, group.name,
                            count_cell(group.model.samples), cell(group.model.at("rmse")),
                            cell(group.persistence.at("rmse")), cell(group.model.at("bias")),
                            cell(group.model.at("bfe")), cell(group.persistence.at("bfe"))});
  return table;
}

Table band_table(const Verification& verification) {
  Table table{"The 5-95% band",
              {"Lead", "Samples", "Coverage", "Coverage at -100 nT or below", "Mean width [nT]",
               "Pinball 5% [nT]", "Pinball 50% [nT]", "Pinball 95% [nT]"},
              {}};
  for (const auto& lead : verification.leads) {
    if (!lead.band) continue;
    const auto& band = *lead.band;
    table.rows.push_back({format_duration(lead.lead_time), count_cell(band.samples), cell(band.coverage, 3),
                          cell(band.storm_coverage, 3), cell(band.mean_width_nt, 1),
                          cell(band.pinball_nt[0], 3), cell(band.pinball_nt[1], 3),
                          cell(band.pinball_nt[2], 3)});
  }
  return table;
}

bool has_bands(const Verification& verification) {
  return std::any_of(verification.leads.begin(), verification.leads.end(),
                     [](const auto& lead) { return lead.band.has_value(); });
}

void add_bands(Report& report, const Verification& verification) {
  report.heading("Bands");
  report.paragraph(
      "A true 5-95% band holds 90% of the observations; among true bands the narrower is the better. The "
      "plot shows "
      "how often the observation lay at or below each forecast quantile: a true forecast lies on the dashed "
      "line.");
  report.table(band_table(verification));
  report.plot(reliability_plot(verification));
}

Table level_table(const Verification& verification) {
  Table table{"Storm levels",
              {"Lead", "Samples", "Accuracy", "Accuracy of persistence", "Brier score",
               "Brier score of persistence", "Cross-entropy"},
              {}};
  for (const auto& lead : verification.leads) {
    table.rows.push_back({format_duration(lead.lead_time), count_cell(lead.classified),
                          cell(lead.accuracy, 3), cell(lead.persistence_accuracy, 3), cell(lead.brier, 4),
                          cell(lead.persistence_brier, 4), cell(lead.cross_entropy, 4)});
  }
  return table;
}

/// Names from quiet to deepest, as storm_level() counts them; none where the levels are others.
std::vector<std::string> level_names(const LeadTimeScores& lead) {
  const auto& thresholds = default_storm_thresholds_nt;
  if (lead.confusion.size() != thresholds.size() + 1) return {};
  std::vector<std::string> names{"above " + cell(thresholds.front(), 0) + " nT"};
  for (std::size_t i = 1; i < thresholds.size(); ++i) {
    names.push_back(fmt::format("{} to {} nT", cell(thresholds[i - 1], 0), cell(thresholds[i], 0)));
  }
  names.push_back(cell(thresholds.back(), 0) + " nT or below");
  return names;
}

void add_scores(Report& report, const Verification& verification) {
  report.heading("Summary");
  report.paragraph(
      "RMSE, MAE and bias are in nT; BFE is the binned forecasting error: the mean absolute error in each "
      "bin "
      "of 10 nT of the observed value, averaged over the bins, so that storms weigh as much as quiet hours.");
  report.table(summary_table(verification));
  if (const auto plot = rmse_plot(verification)) report.plot(*plot);
  report.heading("Skill");
  report.paragraph(
      "Skill is 1 - MSE/MSE of the baseline: 1 is perfect, 0 no better than the baseline, negative worse. "
      "The "
      "intervals come from a bootstrap of whole blocks of time.");
  report.table(skill_table(verification));
  report.heading("Thresholds");
  report.paragraph(
      "POD: share of observed events that were forecast. FAR: share of forecast events that did "
      "not come. Heidke and true skill: 1 is perfect, 0 no better than chance.");
  report.table(threshold_table(verification));
  report.heading("Storms");
  report.paragraph(
      "Errors are forecast minus observed: a positive peak error is a storm forecast too weak, a "
      "positive timing error one forecast too late.");
  report.table(group_table(verification));
  report.table(storm_table(verification));
  report.table(storm_scores_table(verification));
  report.table(storm_threshold_table(verification));
}

void add_levels(Report& report, const Verification& verification) {
  report.heading("Storm levels");
  report.table(level_table(verification));
  report.paragraph(
      "In the tables of counts the percentages are of the observed level: a row adds up to 100%.");
  for (const auto& lead : verification.leads) {
    if (lead.confusion.empty()) continue;
    report.table(confusion_table(lead, level_names(lead)));
  }
}

/// Says so where the forecast looks like the past rather than the future.
std::string lag_text(const LeadTimeScores& lead) {
  if (lead.best_lag <= Minutes{0}) return "The forecast follows the observation without a delay.";
  return fmt::format(
      "The forecast is late: it fits the observation best when it is moved back by {}{}.",
      format_duration(lead.best_lag),
      lead.copies_last_value() ? ", the lead time itself: it is little but the last observed value" : "");
}

void add_plots(Report& report, const ForecastTable& table, const Verification& verification) {
  for (std::size_t i = 0; i < table.leads.size(); ++i) {
    const auto& lead = table.leads[i];
    report.heading("Forecasts " + format_duration(lead.lead_time) + " ahead");
    if (i < verification.leads.size() && verification.leads[i].model.samples > 0) {
      report.paragraph(lag_text(verification.leads[i]));
    }
    for (const int storm : deepest_storms(lead, table.storms.size(), plotted_storms)) {
      report.plot(storm_plot(table, lead, storm));
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
  const bool continuous = has_continuous_scores(verification);
  if (continuous) report.paragraph(verdict(verification));
  if (!verification.leads.empty()) report.paragraph(left_out(verification));
  if (!periods.empty()) add_periods(report, periods);
  if (continuous) add_scores(report, verification);
  if (continuous && has_bands(verification)) add_bands(report, verification);
  if (is_classification(verification)) add_levels(report, verification);
  add_plots(report, table, verification);
  return report.html();
}

}  // namespace symh
