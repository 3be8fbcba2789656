#include "reporting/scores_json.h"

#include <nlohmann/json.hpp>

#include "reporting/table_json.h"
#include "series/storms.h"
#include "verification/chance_fields.h"
#include "verification/score_fields.h"
#include "verification/score_tables.h"

namespace symh {
namespace {

using nlohmann::json;

json convert(const Scores& scores) { return to_json(metric_columns(0), metric_cells(scores)); }

template <class Record>
json convert(const std::vector<Field<Record>>& fields, const Record& record) {
  return to_json(columns_of(fields), cells_of(fields, record));
}

json convert(const std::vector<ThresholdScores>& scores) {
  return to_json(table_of(threshold_fields(), scores));
}

json convert(const ComparedScore& scores) {
  return to_json(compared_columns("", {}), compared_cells(scores));
}

json convert(const ChanceScores& chances) {
  json result{{"samples", chances.samples},
              {"winkler_nt", convert(chances.winkler_nt)},
              {"events", json::array()},
              {"coverage", to_json(table_of(coverage_fields(), chances.coverage))}};
  // The log of a centre keeps no sample paths, so that these are not known of the minima that it issued.
  if (chances.pit.samples > 0) {
    result["crps_nt"] = convert(chances.crps_nt);
    result["pit"] = convert(pit_fields(), chances.pit);
  }
  for (const auto& event : chances.events) {
    auto& converted = result["events"].emplace_back(to_json(event_columns(), event_cells(event)));
    converted["bins"] = to_json(table_of(reliability_fields(), event.bins));
    converted["roc"] = to_json(table_of(roc_fields(), event.roc.points));
  }
  return result;
}

json convert(const GroupScores& group) {
  return {{"by", group.by},
          {"name", group.name},
          {"model", convert(group.model)},
          {"persistence", convert(group.persistence)}};
}

json convert(const StormScores& storm) {
  json baselines = json::object();
  for (const auto& [name, scores] : storm.baselines) {
    baselines[name] = convert(scores);
    baselines[name].update(to_json({{.key = "skill"}}, {storm.skill.at(name)}));
  }
  return {{"storm", storm.storm},
          {"model", convert(storm.model)},
          {"baselines", std::move(baselines)},
          {"peak", convert(peak_fields(), storm.peak)},
          {"persistence_peak", convert(peak_fields(), storm.persistence_peak)},
          {"onsets", to_json(table_of(onset_fields(), storm.onsets))},
          {"thresholds", convert(storm.thresholds)},
          {"persistence_thresholds", convert(storm.persistence_thresholds)}};
}

json convert(const LeadTimeScores& lead);

template <class Item>
json convert_all(const std::vector<Item>& items) {
  json list = json::array();
  for (const auto& item : items) list.push_back(convert(item));
  return list;
}

json convert_classes(const LeadTimeScores& lead) {
  auto classes = convert(class_fields(), lead);
  for (std::size_t level = 0; level < lead.confusion.size(); ++level)
    classes["levels"].push_back(storm_level_name(static_cast<StormLevel>(level)));
  classes["confusion"] = lead.confusion;
  return classes;
}

/// The rows of the score and skill tables: the model, and each baseline under its name.
void add_scores(json& result, const LeadTimeScores& lead) {
  const ScoredLeads scored{"model", {&lead, 1}};
  auto& baselines = result["baselines"] = json::object();
  bool is_model = true;  // the first row; a baseline may have any name
  for (auto& row : to_json(score_table(scored))) {
    const auto name = row.at("forecast").get<std::string>();
    row.erase("forecast");
    (is_model ? result["model"] : baselines[name]) = std::move(row);
    is_model = false;
  }
  for (auto& row : to_json(skill_table(scored))) {
    const auto name = row.at("baseline").get<std::string>();
    row.erase("baseline");
    baselines.at(name).update(row);
  }
}

json convert(const LeadTimeScores& lead) {
  json result{{"lead_time_minutes", lead.lead_time.count()},
              {"missing", lead.missing},
              {"thresholds", convert(lead.thresholds)},
              {"persistence_thresholds", convert(lead.persistence_thresholds)},
              {"warnings", to_json(table_of(warning_fields(), lead.warnings))},
              {"persistence_warnings", to_json(table_of(warning_fields(), lead.persistence_warnings))},
              {"minima", convert(minimum_fields(), lead.minima)},
              {"persistence_minima", convert(minimum_fields(), lead.persistence_minima)},
              {"storms", convert_all(lead.storms)},
              {"groups", convert_all(lead.groups)},
              {"best_lag_samples", lead.best_lag_samples},
              {"best_lag_minutes", lead.best_lag.count()},
              {"copies_last_value", lead.copies_last_value()},
              {"loses_to_persistence", lead.loses_to_persistence()}};
  add_scores(result, lead);
  if (lead.band) result["band"] = convert(band_fields(), *lead.band);
  if (lead.chances) result["chances"] = convert(*lead.chances);
  if (!lead.confusion.empty()) result["classification"] = convert_classes(lead);
  return result;
}

}  // namespace

json to_json(const Verification& verification) {
  json result{{"model", verification.model},
              {"target", verification.target},
              {"loses_to_persistence", verification.loses_to_persistence()},
              {"leads", convert_all(verification.leads)}};
  for (const auto& window : verification.windows) {
    if (!window.chances) continue;
    auto& converted = result["windows"].emplace_back(convert(*window.chances));
    converted["within_minutes"] = window.lead_time.count();
    converted["missing"] = window.missing;
  }
  if (!verification.without.empty()) result["without"] = verification.without;
  if (verification.seen.issue_times > 0) {
    result["issue_times"] = verification.seen.issue_times;
    result["issue_times_in_training"] = verification.seen.seen;
  }
  return result;
}

json to_json(const std::vector<PeriodScores>& periods) {
  auto list = json::array();
  for (const auto& period : periods)
    list.push_back({{"from", format_time(period.from)},
                    {"until", format_time(period.until)},
                    {"training_windows", period.training_windows},
                    {"validation_windows", period.validation_windows},
                    {"scores", to_json(period.scores)}});
  return list;
}

}  // namespace symh
