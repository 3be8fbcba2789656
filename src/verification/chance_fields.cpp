#include "verification/chance_fields.h"

#include <fmt/format.h>

#include <utility>

namespace symh {
namespace {

/// The cell of a record's member: a count, a number, a text or an interval.
template <auto Member, class Record>
Cell cell_of(const Record& record) {
  return Cell{record.*Member};
}

template <class Record>
Cell threshold_cell(const Record& record) {
  return Cell{double{record.threshold_nt}};
}

template <std::size_t Bin>
Cell pit_share(const PitScores& pit) {
  return pit.shares[Bin];
}

template <std::size_t Bin>
Cell pit_interval(const PitScores& pit) {
  return pit.share_intervals[Bin];
}

Column threshold_column() {
  return {.key = "threshold_nt",
          .title = "Threshold",
          .unit = "nT",
          .brief = "<= [nT]",
          .decimals = needed_digits,
          .width = 8,
          .names_row = true};
}

/// The column of an interval that only reports and JSON show.
Column interval_column(const std::string& key, const std::string& title, int decimals) {
  return {.key = key, .title = title, .decimals = decimals};
}

}  // namespace

std::vector<Column> compared_columns(const std::string& key, const ScoreLook& look) {
  std::vector<Column> columns{{.key = key + "model",
                               .title = "Score",
                               .brief = "model",
                               .decimals = look.decimals,
                               .width = look.width},
                              {.key = key + "model_interval",
                               .title = "95% interval",
                               .brief = "[95 %]",
                               .decimals = look.decimals,
                               .brief_decimals = look.decimals,
                               .width = look.interval_width}};
  for (const std::string name : {"persistence", "climatology"}) {
    columns.push_back({.key = key + name,
                       .title = name == "persistence" ? "Persistence with errors" : "Climatology",
                       .brief = "score",
                       .group = name,
                       .decimals = look.decimals,
                       .width = look.width});
    columns.push_back({.key = key + name + "_skill",
                       .title = fmt::format("Skill over {}", name),
                       .brief = "skill",
                       .group = name,
                       .decimals = 3,
                       .brief_decimals = 2,
                       .width = 6});
    columns.push_back({.key = key + name + "_skill_interval",
                       .title = "95% interval",
                       .brief = "[95 %]",
                       .group = name,
                       .decimals = 3,
                       .brief_decimals = 2,
                       .width = 14});
  }
  return columns;
}

std::vector<Cell> compared_cells(const ComparedScore& scores) {
  std::vector<Cell> cells{scores.model, scores.model_interval};
  for (const auto* reference : {&scores.persistence, &scores.climatology}) {
    cells.emplace_back(reference->score);
    cells.emplace_back(reference->skill);
    cells.emplace_back(reference->skill_interval);
  }
  return cells;
}

const std::vector<Field<EventScores>>& event_fields() {
  using S = EventScores;
  constexpr auto parts = "parts of the Brier score";
  constexpr auto area = "area under the ROC";
  static const std::vector<Field<S>> fields{
      {{.key = "reliability",
        .title = "Reliability",
        .brief = "reliability",
        .group = parts,
        .decimals = 5,
        .width = 13,
        .priority = -1},
       cell_of<&S::reliability>},
      {interval_column("reliability_interval", "95% interval", 5), cell_of<&S::reliability_interval>},
      {{.key = "resolution",
        .title = "Resolution",
        .brief = "resolution",
        .group = parts,
        .decimals = 5,
        .width = 12,
        .priority = -1},
       cell_of<&S::resolution>},
      {interval_column("resolution_interval", "95% interval", 5), cell_of<&S::resolution_interval>},
      {{.key = "uncertainty",
        .title = "Uncertainty",
        .brief = "uncertainty",
        .group = parts,
        .decimals = 5,
        .width = 13,
        .priority = -1},
       cell_of<&S::uncertainty>},
      {{.key = "roc_area",
        .title = "ROC area",
        .brief = "model",
        .group = area,
        .decimals = 4,
        .width = 9,
        .priority = -1},
       [](const S& s) { return Cell{s.roc.area}; }},
      {{.key = "roc_area_interval",
        .title = "95% interval",
        .brief = "[95 %]",
        .group = area,
        .decimals = 4,
        .width = 16,
        .priority = -1},
       [](const S& s) { return Cell{s.roc.area_interval}; }},
      {{.key = "persistence_roc_area",
        .title = "ROC area of persistence",
        .brief = "pers.",
        .group = area,
        .decimals = 4,
        .width = 9,
        .priority = -1},
       cell_of<&S::persistence_roc_area>},
      {interval_column("persistence_roc_area_interval", "95% interval", 4),
       cell_of<&S::persistence_roc_area_interval>},
  };
  return fields;
}

std::vector<Column> event_columns() {
  std::vector<Column> columns{threshold_column(),
                              {.key = "samples", .title = "Samples"},
                              {.key = "events", .title = "Events", .brief = "events", .width = 7}};
  for (auto& column : compared_columns("brier.", {.decimals = 5, .width = 8})) columns.push_back(column);
  for (auto& column : columns_of(event_fields())) columns.push_back(column);
  return columns;
}

std::vector<Cell> event_cells(const EventScores& scores) {
  std::vector<Cell> cells{threshold_cell(scores), scores.samples, scores.events};
  for (auto& cell : compared_cells(scores.brier)) cells.push_back(cell);
  for (auto& cell : cells_of(event_fields(), scores)) cells.push_back(cell);
  return cells;
}

const std::vector<Field<ReliabilityBin>>& reliability_fields() {
  using S = ReliabilityBin;
  static const std::vector<Field<S>> fields{
      {{.key = "from"}, cell_of<&S::from>},
      {{.key = "to"}, cell_of<&S::to>},
      {{.key = "samples"}, cell_of<&S::samples>},
      {{.key = "mean_chance"}, cell_of<&S::mean_chance>},
      {{.key = "observed_share"}, cell_of<&S::observed_share>},
      {{.key = "observed_share_interval"}, cell_of<&S::observed_interval>},
  };
  return fields;
}

const std::vector<Field<RocPoint>>& roc_fields() {
  using S = RocPoint;
  static const std::vector<Field<S>> fields{
      {{.key = "chance"}, cell_of<&S::chance>},
      {{.key = "false_alarm_rate"}, cell_of<&S::false_alarm_rate>},
      {{.key = "detection_rate"}, cell_of<&S::detection_rate>},
  };
  return fields;
}

const std::vector<Field<PitScores>>& pit_fields() {
  using S = PitScores;
  static const std::vector<Field<S>> fields = [] {
    std::vector<Field<S>> list{
        {{.key = "samples", .title = "Samples", .brief = "n", .width = 8}, cell_of<&S::samples>}};
    const auto add = [&]<std::size_t... Bin>(std::index_sequence<Bin...>) {
      (list.push_back({{.key = "shares[]",
                        .title = fmt::format("{}-{} %", 10 * Bin, 10 * (Bin + 1)),
                        .brief = fmt::format("-{}", 10 * (Bin + 1)),
                        .group = "share of the observations in each tenth [%]",
                        .decimals = 1,
                        .width = 5,
                        .percent = true},
                       pit_share<Bin>}),
       ...);
      (list.push_back({{.key = "share_intervals[]", .in_page = false}, pit_interval<Bin>}), ...);
    };
    add(std::make_index_sequence<S::bins>{});
    list.push_back({{.key = "deviation", .title = "Deviation", .brief = "dev.", .decimals = 3, .width = 7},
                    cell_of<&S::deviation>});
    list.push_back(
        {interval_column("deviation_interval", "95% interval", 3), cell_of<&S::deviation_interval>});
    list.push_back(
        {{.key = "mean", .title = "Mean", .brief = "mean", .decimals = 3, .width = 7}, cell_of<&S::mean>});
    list.push_back({{.key = "spread", .title = "Spread", .brief = "spread", .decimals = 2, .width = 8},
                    cell_of<&S::spread>});
    return list;
  }();
  return fields;
}

const std::vector<Field<GroupCoverage>>& coverage_fields() {
  using S = GroupCoverage;
  static const std::vector<Field<S>> fields{
      {{.key = "by", .title = "By", .brief = "by", .width = 10}, cell_of<&S::by>},
      {{.key = "name", .title = "Part", .brief = "part", .width = 13, .names_row = true}, cell_of<&S::name>},
      {{.key = "samples", .title = "Samples", .brief = "n", .width = 9}, cell_of<&S::samples>},
      {{.key = "coverage",
        .title = "Inside the band",
        .brief = "inside %",
        .decimals = 1,
        .width = 9,
        .percent = true},
       cell_of<&S::coverage>},
      {{.key = "coverage_interval",
        .title = "95% interval [%]",
        .brief = "[95 %]",
        .decimals = 1,
        .width = 14,
        .percent = true},
       cell_of<&S::coverage_interval>},
      {{.key = "share_below",
        .title = "Below",
        .brief = "below %",
        .decimals = 1,
        .width = 9,
        .percent = true},
       cell_of<&S::share_below>},
      {{.key = "share_above",
        .title = "Above",
        .brief = "above %",
        .decimals = 1,
        .width = 9,
        .percent = true},
       cell_of<&S::share_above>},
      {{.key = "mean_width_nt",
        .title = "Mean width",
        .unit = "nT",
        .brief = "width",
        .decimals = 1,
        .width = 7},
       cell_of<&S::mean_width_nt>},
  };
  return fields;
}

const std::vector<Field<WarningScores>>& warning_fields() {
  using S = WarningScores;
  constexpr auto warning = "warning [min]", off = "onset [min]";
  static const std::vector<Field<S>> fields{
      {threshold_column(), threshold_cell<S>},
      {{.key = "onsets", .title = "Onsets", .brief = "onsets", .width = 7}, cell_of<&S::onsets>},
      {{.key = "warned", .title = "Warned", .brief = "warned", .width = 7}, cell_of<&S::warned>},
      {{.key = "late", .title = "Late", .brief = "late", .width = 5}, cell_of<&S::late>},
      {{.key = "missed", .title = "Missed", .brief = "missed", .width = 7}, cell_of<&S::missed>},
      {{.key = "forecast_episodes", .title = "Forecast episodes"}, cell_of<&S::forecast_episodes>},
      {{.key = "false_alarms", .title = "False alarms", .brief = "false", .width = 6},
       cell_of<&S::false_alarms>},
      {{.key = "share_warned", .title = "Share warned", .decimals = 2}, cell_of<&S::share_warned>},
      {interval_column("share_warned_interval", "95% interval", 2), cell_of<&S::share_warned_interval>},
      {{.key = "mean_warning_minutes",
        .title = "Mean warning time",
        .unit = "min",
        .brief = "mean",
        .group = warning,
        .decimals = 0,
        .width = 5},
       cell_of<&S::mean_warning_minutes>},
      {{.key = "mean_warning_minutes_interval",
        .title = "95% interval",
        .brief = "[95 %]",
        .group = warning,
        .decimals = 0,
        .width = 12},
       cell_of<&S::mean_warning_interval>},
      {{.key = "mean_timing_error_minutes",
        .title = "Mean timing error",
        .unit = "min",
        .brief = "late",
        .group = off,
        .decimals = 0,
        .width = 7},
       cell_of<&S::mean_timing_error_minutes>},
      {{.key = "mean_absolute_timing_error_minutes",
        .title = "Mean absolute timing error",
        .unit = "min",
        .brief = "off",
        .group = off,
        .decimals = 0,
        .width = 5},
       cell_of<&S::mean_absolute_timing_error_minutes>},
      {interval_column("mean_absolute_timing_error_minutes_interval", "95% interval", 0),
       cell_of<&S::mean_absolute_timing_error_interval>},
  };
  return fields;
}

const std::vector<Field<MinimumScores>>& minimum_fields() {
  using S = MinimumScores;
  constexpr auto time = "time [min]", depth = "depth [nT]";
  static const std::vector<Field<S>> fields{
      {{.key = "storms", .title = "Storms", .brief = "storms", .width = 8}, cell_of<&S::storms>},
      {{.key = "mean_timing_error_minutes",
        .title = "Mean timing error",
        .unit = "min",
        .brief = "late",
        .group = time,
        .decimals = 0,
        .width = 7},
       cell_of<&S::mean_timing_error_minutes>},
      {{.key = "mean_absolute_timing_error_minutes",
        .title = "Mean absolute timing error",
        .unit = "min",
        .brief = "off",
        .group = time,
        .decimals = 0,
        .width = 6},
       cell_of<&S::mean_absolute_timing_error_minutes>},
      {{.key = "mean_absolute_timing_error_minutes_interval",
        .title = "95% interval",
        .brief = "[95 %]",
        .group = time,
        .decimals = 0,
        .width = 14},
       cell_of<&S::mean_absolute_timing_error_interval>},
      {{.key = "mean_peak_error_nt",
        .title = "Mean peak error",
        .unit = "nT",
        .brief = "weak",
        .group = depth,
        .decimals = 1,
        .width = 8},
       cell_of<&S::mean_peak_error_nt>},
      {{.key = "mean_absolute_peak_error_nt",
        .title = "Mean absolute peak error",
        .unit = "nT",
        .brief = "off",
        .group = depth,
        .decimals = 1,
        .width = 7},
       cell_of<&S::mean_absolute_peak_error_nt>},
      {{.key = "mean_absolute_peak_error_nt_interval",
        .title = "95% interval",
        .brief = "[95 %]",
        .group = depth,
        .decimals = 1,
        .width = 14},
       cell_of<&S::mean_absolute_peak_error_interval>},
  };
  return fields;
}

const std::vector<Field<StormOnset>>& onset_fields() {
  using S = StormOnset;
  static const std::vector<Field<S>> fields{
      {threshold_column(), threshold_cell<S>},
      {{.key = "timing_error_minutes"}, cell_of<&S::timing_error_minutes>},
  };
  return fields;
}

}  // namespace symh
