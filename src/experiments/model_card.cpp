#include "experiments/model_card.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "reporting/table_markdown.h"
#include "verification/chance_tables.h"
#include "verification/score_tables.h"
#include "windows/head.h"

namespace symh {
namespace {

/// `table` with its note under a heading; nothing if the table has no rows.
std::string section(const std::string& heading, const Table& table) {
  if (table.rows.empty()) return "";
  auto text = fmt::format("\n{}\n\n", heading);
  if (!table.note.empty()) text += table.note + "\n\n";
  return text + to_markdown(table);
}

/// The RMSE of the forecast without any solar wind, next to the RMSE with solar wind.
Table without_wind_table(const CardFacts& facts) {
  Table table{.title = "Without solar wind",
              .columns = {{.title = "Lead"},
                          {.title = "RMSE with", .unit = "nT"},
                          {.title = "RMSE without", .unit = "nT"},
                          {.title = "RMSE of persistence", .unit = "nT"}},
              .rows = {},
              .note = "The same storms, out of fold, with every solar-wind channel blanked."};
  for (std::size_t l = 0; l < facts.rmse_without_solar_wind_nt.size(); ++l) {
    const auto& lead = facts.out_of_fold.leads.at(l);
    table.rows.push_back({format_duration(lead.lead_time), lead.model.at("rmse"),
                          facts.rmse_without_solar_wind_nt[l], lead.baselines.at("persistence").at("rmse")});
  }
  return table;
}

Table late_table(const std::vector<AgedScores>& scores, const std::string& more = "") {
  auto table = age_table(scores);
  table.note =
      "The same storms, out of fold, as if SYM-H came so late, at most every half hour; none: not at all." +
      more;
  return table;
}

/// The RMSE at each age, for card.json.
nlohmann::json late_json(const std::vector<AgedScores>& scores) {
  auto json = nlohmann::json::array();
  for (const auto& late : scores) {
    nlohmann::json entry{{"age", age_text(late.age)}};
    for (const auto& lead : late.scores.leads) entry["rmse_out_of_fold_nt"].push_back(lead.model.at("rmse"));
    json.push_back(std::move(entry));
  }
  return json;
}

/// How good the chances of the lowest value within a time are; nothing without sample paths.
std::string window_sections(const Verification& out_of_fold) {
  if (out_of_fold.windows.empty()) return "";
  std::string text =
      "\n## The lowest value within a time\n\nOut of fold, by the sample paths of each full hour.\n";
  const ScoredLeads scored{"model", out_of_fold.windows, /*windows=*/true};
  for (const auto make : {distribution_table, event_table}) {
    const auto table = make(scored);
    text += section("### " + table.title, table);
  }
  return text;
}

std::string origin_text(const Config& config, const CardFacts& facts) {
  return fmt::format(
      "- Needs: {}; looks back {}.\n"
      "- Trained on {} files from {} to {}; ensemble.json has their SHA-256.\n"
      "- Made by `symh train` with the config.toml beside this card: {} models, {} folds.\n",
      fmt::join(channels_needed(config), ", "), format_duration(config.windows.lookback), facts.files,
      facts.first, facts.last, facts.members.size(), config.folds);
}

}  // namespace

Table raw_feed_table(const std::vector<RawFeedScores>& scores) {
  const auto rmse = [](const char* key, const char* title, const char* brief) {
    return Column{
        .key = key, .title = title, .unit = "nT", .brief = brief, .group = "RMSE [nT]", .width = 14};
  };
  Table table{
      .title = "With a raw real-time feed",
      .columns = {{.key = "lead_time_minutes", .in_page = false},
                  {.title = "Lead", .brief = "lead", .width = 6, .names_row = true},
                  {.key = "samples", .title = "Samples", .brief = "n", .width = 9},
                  rmse("rmse", "RMSE with clean wind", "clean wind"),
                  rmse("raw_feed_rmse", "RMSE with a raw feed", "raw feed"),
                  rmse("persistence_rmse", "RMSE of persistence", "persistence")},
      .rows = {},
      .note =
          "The same storms, out of fold, at most every half hour, with the noise, spikes and outages of a "
          "raw real-time feed of the solar wind, as evaluate --wind-noise makes them."};
  for (const auto& lead : scores)
    table.rows.push_back({static_cast<std::size_t>(lead.lead_time.count()), format_duration(lead.lead_time),
                          lead.samples, lead.clean_nt, lead.raw_nt, lead.persistence_nt});
  return table;
}

std::vector<std::string> channels_needed(const Config& config) {
  std::vector<std::string> needs;
  if (!bridges_gap(config.windows)) needs.push_back(config.windows.target);
  if (uses_solar_wind(config.windows)) needs.insert(needs.end(), {"speed", "bz_gsm"});
  return needs;
}

nlohmann::json card_json(const Config& config, const CardFacts& facts) {
  nlohmann::json json{{"name", config.name},
                      {"summary", config.summary},
                      {"needs", channels_needed(config)},
                      {"solar_wind_at", name_of(config.data.solar_wind_at)},
                      {"cadence_minutes", config.windows.cadence.count()}};
  for (const auto& lead : facts.out_of_fold.leads) {
    json["lead_times_minutes"].push_back(lead.lead_time.count());
    json["rmse_out_of_fold_nt"].push_back(lead.model.at("rmse"));
    if (lead.band && lead.band->storm_samples > 0)
      json["band_coverage_in_storms"].push_back(lead.band->storm_coverage);
  }
  if (!facts.rmse_without_solar_wind_nt.empty())
    json["rmse_without_solar_wind_nt"] = facts.rmse_without_solar_wind_nt;
  for (const auto& lead : facts.raw_feed) json["rmse_raw_feed_nt"].push_back(lead.raw_nt);
  if (!facts.when_late.empty()) json["when_late"] = late_json(facts.when_late);
  if (!facts.with_stations.empty()) json["with_stations"] = late_json(facts.with_stations);
  return json;
}

std::string card_text(const Config& config, const CardFacts& facts) {
  const ScoredLeads scored{"model", facts.out_of_fold.leads};
  auto text = fmt::format("# {}\n\n{}\n\n", config.name, config.summary) + origin_text(config, facts);
  text +=
      "\n## Scores out of fold\n\n"
      "Each storm is forecast by models that were not trained on it, at every issue time of the files.\n";
  for (const auto make : {score_table, skill_table, band_table, distribution_table, event_table}) {
    const auto table = make(scored);
    text += section("### " + table.title, table);
  }
  text += window_sections(facts.out_of_fold);
  text += section("## Members", contribution_table(facts.worth));
  text +=
      "\nThe weights of the members and the width of the band were chosen on the same forecasts, a few "
      "numbers on many samples.\n";
  text += section("## Without solar wind", without_wind_table(facts));
  if (!facts.raw_feed.empty())
    text += section("## With a raw real-time feed", raw_feed_table(facts.raw_feed));
  if (!facts.when_late.empty()) text += section("## When SYM-H is late", late_table(facts.when_late));
  if (!facts.with_stations.empty())
    text += section(
        "## When SYM-H is late and observatories estimate it",
        late_table(
            facts.with_stations,
            " Ten minutes before each issue time there is an estimate of SYM-H. Its errors are drawn as "
            "those of four observatories (docs/stations.md)."));
  text +=
      "\n## Limits\n\n"
      "The training storms are a sample of one and a half solar cycles: a storm beyond their deepest is "
      "forecast too weak. What the solar wind has not shown yet at issue time cannot be known: errors grow "
      "fast beyond the hour that the wind takes from L1. For research and information; not the only ground "
      "for a costly decision.\n";
  return text;
}

}  // namespace symh
