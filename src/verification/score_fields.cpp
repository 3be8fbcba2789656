#include "verification/score_fields.h"

#include "verification/metrics.h"

namespace symh {
namespace {

/// The cell of a record's member: a count or a number.
template <auto Member, class Record>
Cell cell_of(const Record& record) {
  return record.*Member;
}

template <std::size_t Quantile>
Cell pinball(const BandScores& band) {
  return band.pinball_nt[Quantile];
}

template <std::size_t Quantile>
Cell share_below(const BandScores& band) {
  return band.share_below[Quantile];
}

constexpr auto pinball_group = "pinball loss [nT]", below_group = "seen below [%]",
               storm_group = "<= -100 nT";

/// The column of one quantile: its key is q05, q50 or q95, its level 5 %, 50 % or 95 %.
Column pinball_column(const std::string& quantile, const std::string& level) {
  return {.key = "pinball_nt." + quantile,
          .title = "Pinball " + level,
          .unit = "nT",
          .brief = level,
          .group = pinball_group,
          .decimals = 3,
          .width = 7};
}

Column share_below_column(const std::string& quantile, const std::string& level) {
  return {.key = "share_below." + quantile,
          .title = "Observed below " + level,
          .brief = level,
          .group = below_group,
          .decimals = 1,
          .width = 6,
          .percent = true};
}

}  // namespace

const std::vector<Field<ThresholdScores>>& threshold_fields() {
  using S = ThresholdScores;
  static const std::vector<Field<S>> fields{
      {{.key = "threshold_nt",
        .title = "Threshold",
        .unit = "nT",
        .brief = "<= [nT]",
        .decimals = needed_digits,
        .width = 8,
        .names_row = true},
       [](const S& s) { return Cell{double{s.threshold_nt}}; }},
      {{.key = "hits", .title = "Hits", .brief = "hits", .width = 7}, cell_of<&S::hits>},
      {{.key = "misses", .title = "Misses", .brief = "misses", .width = 7}, cell_of<&S::misses>},
      {{.key = "false_alarms", .title = "False alarms", .brief = "false", .width = 7},
       cell_of<&S::false_alarms>},
      {{.key = "correct_negatives", .title = "Correct negatives", .brief = "quiet", .width = 7},
       cell_of<&S::correct_negatives>},
      {{.key = "pod", .title = "POD", .brief = "POD", .width = 6}, cell_of<&S::pod>},
      {{.key = "far", .title = "FAR", .brief = "FAR", .width = 6}, cell_of<&S::far>},
      {{.key = "heidke", .title = "Heidke", .brief = "HSS", .width = 6}, cell_of<&S::heidke>},
      {{.key = "true_skill", .title = "True skill", .brief = "TSS", .width = 6}, cell_of<&S::true_skill>},
      {{.key = "sedi", .title = "SEDI", .brief = "SEDI", .width = 6}, cell_of<&S::sedi>},
      {{.key = "sedi_interval", .title = "SEDI 95% interval"}, cell_of<&S::sedi_interval>},
  };
  return fields;
}

const std::vector<Field<PeakScores>>& peak_fields() {
  using S = PeakScores;
  static const std::vector<Field<S>> fields{
      {{.key = "observed_minimum_nt",
        .title = "Observed minimum",
        .unit = "nT",
        .brief = "observed",
        .group = "peak",
        .decimals = 0,
        .width = 9},
       cell_of<&S::observed_minimum_nt>},
      {{.key = "forecast_minimum_nt", .title = "Forecast minimum", .unit = "nT", .decimals = 0},
       cell_of<&S::forecast_minimum_nt>},
      {{.key = "peak_error_nt",
        .title = "Peak error",
        .unit = "nT",
        .brief = "error",
        .group = "peak",
        .decimals = 1,
        .width = 8},
       cell_of<&S::peak_error_nt>},
      {{.key = "timing_error_minutes",
        .title = "Timing error",
        .unit = "min",
        .brief = "min late",
        .group = "peak",
        .decimals = 0,
        .width = 9},
       cell_of<&S::timing_error_minutes>},
  };
  return fields;
}

const std::vector<Field<BandScores>>& band_fields() {
  using S = BandScores;
  static const std::vector<Field<S>> fields{
      {{.key = "samples", .title = "Samples", .brief = "n", .width = 8}, cell_of<&S::samples>},
      {{.key = "coverage",
        .title = "Coverage",
        .brief = "inside %",
        .decimals = 1,
        .width = 9,
        .percent = true},
       cell_of<&S::coverage>},
      {{.key = "mean_width_nt",
        .title = "Mean width",
        .unit = "nT",
        .brief = "width",
        .decimals = 1,
        .width = 7},
       cell_of<&S::mean_width_nt>},
      {{.key = "storm_nt", .in_page = false}, [](const S&) { return Cell{double{S::storm_nt}}; }},
      {{.key = "storm_samples",
        .title = "Samples at -100 nT or below",
        .brief = "n",
        .group = storm_group,
        .width = 8},
       cell_of<&S::storm_samples>},
      {{.key = "storm_coverage",
        .title = "Coverage at -100 nT or below",
        .brief = "inside %",
        .group = storm_group,
        .decimals = 1,
        .width = 9,
        .percent = true},
       cell_of<&S::storm_coverage>},
      {pinball_column("q05", "5 %"), pinball<0>},
      {pinball_column("q50", "50 %"), pinball<1>},
      {pinball_column("q95", "95 %"), pinball<2>},
      {share_below_column("q05", "5 %"), share_below<0>},
      {share_below_column("q50", "50 %"), share_below<1>},
      {share_below_column("q95", "95 %"), share_below<2>},
  };
  return fields;
}

const std::vector<Field<LeadTimeScores>>& class_fields() {
  using S = LeadTimeScores;
  static const std::vector<Field<S>> fields{
      {{.key = "samples", .title = "Samples", .brief = "n", .width = 10}, cell_of<&S::classified>},
      {{.key = "accuracy",
        .title = "Accuracy",
        .brief = "model",
        .group = "accuracy",
        .decimals = 3,
        .width = 12},
       cell_of<&S::accuracy>},
      {{.key = "persistence_accuracy",
        .title = "Accuracy of persistence",
        .brief = "pers.",
        .group = "accuracy",
        .decimals = 3,
        .width = 12},
       cell_of<&S::persistence_accuracy>},
      {{.key = "brier",
        .title = "Brier score",
        .brief = "model",
        .group = "Brier score",
        .decimals = 4,
        .width = 15},
       cell_of<&S::brier>},
      {{.key = "persistence_brier",
        .title = "Brier score of persistence",
        .brief = "pers.",
        .group = "Brier score",
        .decimals = 4,
        .width = 15},
       cell_of<&S::persistence_brier>},
      {{.key = "cross_entropy",
        .title = "Cross-entropy",
        .brief = "cross-entropy",
        .decimals = 4,
        .width = 16},
       cell_of<&S::cross_entropy>},
  };
  return fields;
}

std::vector<Column> metric_columns(std::size_t width) {
  std::vector<Column> columns{{.key = "samples", .title = "Samples", .brief = "n", .width = 7}};
  for (const auto& metric : all_metrics())
    columns.push_back({.key = std::string(metric.key),
                       .title = std::string(metric.title),
                       .unit = std::string(metric.unit),
                       .brief = std::string(metric.brief),
                       .decimals = metric.decimals,
                       .width = width,
                       .priority = -static_cast<int>(columns.size())});
  return columns;
}

std::vector<Cell> metric_cells(const Scores& scores) {
  std::vector<Cell> cells{scores.samples};
  for (const auto& metric : all_metrics()) cells.emplace_back(scores.at(metric.key));
  return cells;
}

}  // namespace symh
