#include "experiments/model_card.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "windows/head.h"

namespace symh {
namespace {

std::string score_rows(const LeadTimeScores& lead) {
  const auto time = format_duration(lead.lead_time);
  auto text =
      fmt::format("| {} | model | {:.2f} [{:.2f}, {:.2f}] | {:.2f} | |\n", time, lead.model.at("rmse"),
                  lead.rmse_interval.low, lead.rmse_interval.high, lead.model.at("bfe"));
  for (const auto& [name, scores] : lead.baselines) {
    const auto& interval = lead.skill_interval.at(name);
    text +=
        fmt::format("| {} | {} | {:.2f} | {:.2f} | {:.3f} [{:.3f}, {:.3f}] |\n", time, name,
                    scores.at("rmse"), scores.at("bfe"), lead.skill.at(name), interval.low, interval.high);
  }
  return text;
}

std::string worth_rows(const LeadContributions& lead) {
  std::string text;
  for (const auto& member : lead.members)
    text += fmt::format("| {} | {} | {:.3f} | {:.3f} | {} |\n", format_duration(lead.lead_time),
                        member.member, member.weight, member.alone_nt,
                        std::isfinite(member.without_nt) ? fmt::format("{:.3f}", member.without_nt) : "");
  return text;
}

std::string band_row(const LeadTimeScores& lead) {
  if (!lead.band) return "";
  return fmt::format("| {} | {:.1f} % | {:.1f} % | {:.1f} |\n", format_duration(lead.lead_time),
                     100 * lead.band->coverage, 100 * lead.band->storm_coverage, lead.band->mean_width_nt);
}

/// The RMSE of the forecast without any solar wind, next to the RMSE with solar wind.
std::string without_wind_text(const CardFacts& facts) {
  if (facts.rmse_without_solar_wind_nt.empty()) return "";
  std::string text =
      "\n## Without solar wind\n\nThe same storms, out of fold, with every solar-wind channel blanked. RMSE "
      "[nT].\n\n| lead | with | without | persistence |\n|---|---|---|---|\n";
  for (std::size_t l = 0; l < facts.out_of_fold.leads.size(); ++l) {
    const auto& lead = facts.out_of_fold.leads[l];
    text += fmt::format("| {} | {:.2f} | {:.2f} | {:.2f} |\n", format_duration(lead.lead_time),
                        lead.model.at("rmse"), facts.rmse_without_solar_wind_nt[l],
                        lead.baselines.at("persistence").at("rmse"));
  }
  return text;
}

}  // namespace

std::vector<std::string> channels_needed(const Config& config) {
  std::vector<std::string> needs{config.windows.target};
  if (uses_solar_wind(config.windows)) needs.insert(needs.end(), {"speed", "bz_gsm"});
  return needs;
}

nlohmann::json card_json(const Config& config, const CardFacts& facts) {
  nlohmann::json json{{"name", config.name},
                      {"summary", config.summary},
                      {"needs", channels_needed(config)},
                      {"solar_wind_at", name_of(config.data.solar_wind_at)}};
  for (const auto& lead : facts.out_of_fold.leads) {
    json["lead_times_minutes"].push_back(lead.lead_time.count());
    json["rmse_out_of_fold_nt"].push_back(lead.model.at("rmse"));
  }
  if (!facts.rmse_without_solar_wind_nt.empty())
    json["rmse_without_solar_wind_nt"] = facts.rmse_without_solar_wind_nt;
  return json;
}

std::string card_text(const Config& config, const CardFacts& facts) {
  std::string text = fmt::format("# {}\n\n{}\n\n", config.name, config.summary);
  text += fmt::format("- Needs: {}; looks back {}.\n", fmt::join(channels_needed(config), ", "),
                      format_duration(config.windows.lookback));
  text += fmt::format("- Trained on {} files from {} to {}; ensemble.json has their SHA-256.\n", facts.files,
                      facts.first, facts.last);
  text += fmt::format("- Made by `symh train` with the config.toml beside this card: {} models, {} folds.\n",
                      facts.members.size(), config.folds);
  text +=
      "\n## Scores out of fold\n\nEach storm is forecast by models that were not trained on it, at every "
      "issue time of "
      "the files. RMSE [nT] with its 95 % interval, binned forecasting error [nT], skill of the model over "
      "each "
      "baseline.\n\n| lead | forecast | RMSE | BFE | skill of the model |\n|---|---|---|---|---|\n";
  for (const auto& lead : facts.out_of_fold.leads) text += score_rows(lead);
  text +=
      "\n| lead | member | weight | RMSE alone | RMSE of the others, weighed again "
      "|\n|---|---|---|---|---|\n";
  for (const auto& lead : facts.worth) text += worth_rows(lead);
  text +=
      "\nThe weights of the members and the width of the band were chosen on the same forecasts, a few "
      "numbers on many "
      "samples.\n\n| lead | band holds | at -100 nT or below | mean width [nT] |\n|---|---|---|---|\n";
  for (const auto& lead : facts.out_of_fold.leads) text += band_row(lead);
  text += without_wind_text(facts);
  text +=
      "\n## Limits\n\nThe training storms are a sample of one and a half solar cycles: a storm beyond their "
      "deepest is "
      "forecast too weak. What the solar wind has not shown yet at issue time cannot be known: errors grow "
      "fast beyond "
      "the hour that it takes from L1. For research and information; not the only ground for a costly "
      "decision.\n";
  return text;
}

}  // namespace symh
