#include "products/odds_json.h"

#include <nlohmann/json.hpp>

#include "core/time.h"

namespace symh {
namespace {

nlohmann::json chances_json(const std::array<double, odds_thresholds_nt.size()>& chances) {
  auto list = nlohmann::json::array();
  for (std::size_t t = 0; t < chances.size(); ++t)
    list.push_back({{"threshold_nt", odds_thresholds_nt[t]}, {"probability", chances[t]}});
  return list;
}

void add_times(nlohmann::json& json, const TimeSpread& when) {
  json["time"] = format_time(when.median);
  json["time_q05"] = format_time(when.q05);
  json["time_q95"] = format_time(when.q95);
}

TimeSpread read_times(const nlohmann::json& json) {
  const auto time = [&](const char* key) { return parse_time(json.at(key).get<std::string>()).value(); };
  return {time("time_q05"), time("time"), time("time_q95")};
}

Minutes read_minutes(const nlohmann::json& json, const char* key) { return Minutes{json.at(key).get<int>()}; }

MinimumOdds read_minimum(const nlohmann::json& json) {
  MinimumOdds minimum;
  minimum.within = read_minutes(json, "within_minutes");
  minimum.mean_nt = json.at("expected_nt");
  minimum.q05_nt = json.at("q05_nt");
  minimum.median_nt = json.at("q50_nt");
  minimum.q95_nt = json.at("q95_nt");
  minimum.when = read_times(json);
  const auto& chances = json.at("at_or_below");
  for (std::size_t t = 0; t < minimum.at_or_below.size(); ++t)
    minimum.at_or_below[t] = chances.at(t).at("probability");
  return minimum;
}

}  // namespace

nlohmann::json odds_json(const Odds& odds) {
  nlohmann::json json{{"members", odds.members},
                      {"step_minutes", odds.step.count()},
                      {"reach_minutes", odds.reach.count()},
                      {"minimum", nlohmann::json::array()},
                      {"onset", nlohmann::json::array()}};
  for (const auto& minimum : odds.minimum) {
    nlohmann::json one{{"within_minutes", minimum.within.count()},
                       {"expected_nt", minimum.mean_nt},
                       {"q05_nt", minimum.q05_nt},
                       {"q50_nt", minimum.median_nt},
                       {"q95_nt", minimum.q95_nt},
                       {"at_or_below", chances_json(minimum.at_or_below)}};
    add_times(one, minimum.when);
    json["minimum"].push_back(std::move(one));
  }
  for (const auto& onset : odds.onset) {
    nlohmann::json one{{"threshold_nt", onset.threshold_nt}, {"probability", onset.chance}};
    if (onset.when) add_times(one, *onset.when);
    json["onset"].push_back(std::move(one));
  }
  if (odds.all_clear)
    json["all_clear"] = {{"within_minutes", all_clear_window.count()},
                         {"above_nt", all_clear_above_nt},
                         {"probability", *odds.all_clear}};
  return json;
}

std::optional<Odds> read_odds(const nlohmann::json& product) {
  const auto found = product.find("odds");
  if (found == product.end()) return std::nullopt;
  Odds odds;
  odds.issue_time = parse_time(product.at("issue_time").get<std::string>()).value();
  odds.members = found->at("members");
  odds.step = read_minutes(*found, "step_minutes");
  odds.reach = read_minutes(*found, "reach_minutes");
  for (const auto& minimum : found->at("minimum")) odds.minimum.push_back(read_minimum(minimum));
  for (const auto& json : found->at("onset")) {
    OnsetOdds onset{json.at("threshold_nt"), json.at("probability"), {}};
    if (json.contains("time")) onset.when = read_times(json);
    odds.onset.push_back(onset);
  }
  if (const auto clear = found->find("all_clear"); clear != found->end())
    odds.all_clear = clear->at("probability");
  return odds;
}

}  // namespace symh
