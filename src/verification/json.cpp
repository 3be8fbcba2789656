#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "series/storms.h"
#include "verification/metrics.h"
#include "verification/verify.h"

namespace symh {
namespace {

using nlohmann::json;

/// JSON has no NaN and no infinity.
json number(double value) { return std::isfinite(value) ? json(value) : json(nullptr); }

json convert(const Interval& interval) { return {number(interval.low), number(interval.high)}; }

json convert(const Scores& s) {
  json result{{"samples", s.samples}};
  for (const auto& metric : all_metrics()) result[std::string(metric.key)] = number(s.at(metric.key));
  return result;
}

json convert(const ThresholdScores& s) {
  return {{"threshold_nt", s.threshold_nt},
          {"hits", s.hits},
          {"misses", s.misses},
          {"false_alarms", s.false_alarms},
          {"correct_negatives", s.correct_negatives},
          {"pod", number(s.pod)},
          {"far", number(s.far)},
          {"heidke", number(s.heidke)},
          {"true_skill", number(s.true_skill)}};
}

json convert(const PeakScores& s) {
  return {{"observed_minimum_nt", number(s.observed_minimum_nt)},
          {"forecast_minimum_nt", number(s.forecast_minimum_nt)},
          {"peak_error_nt", number(s.peak_error_nt)},
          {"timing_error_minutes", number(s.timing_error_minutes)}};
}

json convert(const StormScores& s);
json convert(const GroupScores& s) {
  return {
      {"by", s.by}, {"name", s.name}, {"model", convert(s.model)}, {"persistence", convert(s.persistence)}};
}

json convert(const BandScores& s) {
  json result{{"samples", s.samples},
              {"coverage", number(s.coverage)},
              {"mean_width_nt", number(s.mean_width_nt)},
              {"storm_nt", BandScores::storm_nt},
              {"storm_samples", s.storm_samples},
              {"storm_coverage", number(s.storm_coverage)}};
  constexpr std::array<const char*, 3> levels{"q05", "q50", "q95"};
  for (std::size_t q = 0; q < levels.size(); ++q) {
    result["pinball_nt"][levels[q]] = number(s.pinball_nt[q]);
    result["share_below"][levels[q]] = number(s.share_below[q]);
  }
  return result;
}

json convert(const LeadTimeScores& lead);

template <class Item>
json convert_all(const std::vector<Item>& items) {
  json list = json::array();
  for (const auto& item : items) list.push_back(convert(item));
  return list;
}

json convert(const StormScores& s) {
  json baselines = json::object();
  for (const auto& [name, scores] : s.baselines) {
    baselines[name] = convert(scores);
    baselines[name]["skill"] = number(s.skill.at(name));
  }
  return {{"storm", s.storm},
          {"model", convert(s.model)},
          {"baselines", std::move(baselines)},
          {"peak", convert(s.peak)},
          {"persistence_peak", convert(s.persistence_peak)},
          {"thresholds", convert_all(s.thresholds)},
          {"persistence_thresholds", convert_all(s.persistence_thresholds)}};
}

/// Baselines by name, each with its intervals and the model's skill over it.
json convert_baselines(const LeadTimeScores& lead) {
  json baselines = json::object();
  for (const auto& [name, scores] : lead.baselines) {
    json entry = convert(scores);
    entry["rmse_interval"] = convert(lead.baseline_rmse_interval.at(name));
    entry["skill"] = number(lead.skill.at(name));
    entry["skill_interval"] = convert(lead.skill_interval.at(name));
    baselines[name] = std::move(entry);
  }
  return baselines;
}

json convert_classes(const LeadTimeScores& lead) {
  json names = json::array();
  for (std::size_t level = 0; level < lead.confusion.size(); ++level)
    names.push_back(storm_level_name(static_cast<StormLevel>(level)));
  return {{"samples", lead.classified},
          {"levels", std::move(names)},
          {"confusion", lead.confusion},
          {"brier", number(lead.brier)},
          {"cross_entropy", number(lead.cross_entropy)},
          {"accuracy", number(lead.accuracy)},
          {"persistence_brier", number(lead.persistence_brier)},
          {"persistence_accuracy", number(lead.persistence_accuracy)}};
}

json convert(const LeadTimeScores& lead) {
  json result{{"lead_time_minutes", lead.lead_time.count()},
              {"missing", lead.missing},
              {"model", convert(lead.model)},
              {"baselines", convert_baselines(lead)},
              {"thresholds", convert_all(lead.thresholds)},
              {"persistence_thresholds", convert_all(lead.persistence_thresholds)},
              {"storms", convert_all(lead.storms)},
              {"groups", convert_all(lead.groups)},
              {"best_lag_samples", lead.best_lag_samples},
              {"best_lag_minutes", lead.best_lag.count()},
              {"copies_last_value", lead.copies_last_value()},
              {"loses_to_persistence", lead.loses_to_persistence()}};
  result["model"]["rmse_interval"] = convert(lead.rmse_interval);
  if (lead.band) result["band"] = convert(*lead.band);
  if (!lead.confusion.empty()) result["classification"] = convert_classes(lead);
  return result;
}

}  // namespace

json to_json(const Verification& verification) {
  json result{{"model", verification.model},
              {"target", verification.target},
              {"loses_to_persistence", verification.loses_to_persistence()},
              {"leads", convert_all(verification.leads)}};
  if (!verification.without.empty()) result["without"] = verification.without;
  return result;
}

}  // namespace symh
