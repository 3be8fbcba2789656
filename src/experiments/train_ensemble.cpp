#include "experiments/train_ensemble.h"

#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>

#include "cli/support.h"
#include "core/file.h"
#include "core/version.h"
#include "experiments/kinds.h"
#include "experiments/model_card.h"
#include "experiments/train_run.h"
#include "forecasting/combine.h"
#include "forecasting/hindcast.h"
#include "forecasting/weigh.h"
#include "saved/ensemble.h"
#include "verification/verify.h"
#include "windows/head.h"
#include "reporting/scores_json.h"
#include "reporting/scores_text.h"
#include "verification/forecasts_csv.h"

namespace symh::cli {
namespace {

namespace fs = std::filesystem;

/// Forecasts of one kind out of fold, the mean over its starts.
ForecastTable out_of_fold(const Kind& kind, const fs::path& folds, FoldData data = FoldData::as_measured) {
  auto blank = observations(*kind.prepared, kind.config.windows, kind.rows);
  blank.model = kind.config.name;
  std::vector<ForecastTable> tables(static_cast<std::size_t>(kind.config.members), blank);
  for (const auto& run : runs_of(kind))
    read_left_out(run, folds / run.name(), tables[static_cast<std::size_t>(run.start)], data);
  return mean_of_starts(kind, std::move(tables));
}

/// Ridge regression out of fold, where it is among the kinds, is a baseline of the whole too.
void add_ridge(ForecastTable& table, const std::vector<Kind>& kinds,
               const std::vector<ForecastTable>& tables) {
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    if (kinds[k].config.model.kind != "ridge") continue;
    for (std::size_t l = 0; l < table.leads.size(); ++l)
      table.leads[l].baselines_nt["ridge"] = forecasts_at(tables[k].leads[l], table.leads[l].issue_time);
    return;
  }
}

/// What each kind is worth, by lead time: for the terminal, at most 80 columns.
std::string contributions_text(const std::vector<LeadContributions>& leads) {
  std::string text = fmt::format("{:>6}  {:<32} {:>7} {:>15} {:>15}\n", "lead", "member", "weight",
                                 "RMSE alone [nT]", "RMSE without it");
  for (const auto& lead : leads)
    for (const auto& member : lead.members)
      text += fmt::format("{:>6}  {:<32.32} {:>7.3f} {:>15.3f} {:>15}\n", format_duration(lead.lead_time),
                          member.member, member.weight, member.alone_nt,
                          std::isfinite(member.without_nt) ? fmt::format("{:.3f}", member.without_nt) : "-");
  return text;
}

/// The trained models, each with its share of the weight of its kind; what weighs nothing is left out.
Ensemble gather(const std::vector<Kind>& kinds, const Ensemble& weighed, const fs::path& folds) {
  constexpr double negligible = 1e-4;
  Ensemble ensemble;
  ensemble.name = weighed.name;
  ensemble.bands = weighed.bands;
  std::vector<double> sums(weighed.members.front().weights.size(), 0.0);
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    auto weights = weighed.members[k].weights;
    if (std::ranges::all_of(weights, [](double w) { return w < negligible; })) continue;
    const auto runs = runs_of(kinds[k]);
    for (auto& weight : weights) weight /= static_cast<double>(runs.size());
    for (const auto& run : runs) {
      ensemble.members.push_back({run.name(), load_model(folds / run.name()), weights});
      for (std::size_t l = 0; l < sums.size(); ++l) sums[l] += weights[l];
    }
  }
  for (auto& member : ensemble.members)
    for (std::size_t l = 0; l < sums.size(); ++l) member.weights[l] /= sums[l];
  return ensemble;
}

/// The fitted baselines stand with the first member, on windows scaled as its own are.
void add_baselines(Ensemble& ensemble, const std::vector<Kind>& kinds) {
  auto& first = ensemble.members.front().model;
  const auto kind = std::ranges::find_if(
      kinds, [&](const Kind& k) { return ensemble.members.front().name.starts_with(k.config.name + "-s"); });
  const Windows all(kind->prepared, first.config.windows, first.scaling, kind->rows);
  first.baselines = fit_baselines(first.config, all);
}

/// RMSE out of fold [nT] where all solar wind is missing, one a lead time; empty where no kind takes any, or
/// one cannot do without.
std::vector<double> rmse_without_solar_wind(const std::vector<Kind>& kinds, const Ensemble& weighed,
                                            const fs::path& folds) {
  const auto driven = [](const Kind& kind) { return uses_solar_wind(kind.config.windows); };
  const auto lost = [&](const Kind& kind) { return driven(kind) && kind.degraded.empty(); };
  if (std::ranges::none_of(kinds, driven) || std::ranges::any_of(kinds, lost)) return {};
  std::vector<ForecastTable> tables;
  for (const auto& kind : kinds) tables.push_back(out_of_fold(kind, folds, FoldData::without_solar_wind));
  std::vector<double> rmse;
  for (const auto& lead : combine(weighed, std::move(tables)).leads)
    rmse.push_back(score(lead.observed_nt, lead.forecast_nt).at("rmse"));
  return rmse;
}

void write_card(const Config& config, const Ensemble& ensemble, const Verification& verification,
                const std::vector<LeadContributions>& worth, const std::vector<double>& without_wind,
                const fs::path& folder) {
  auto described = config;
  described.data.solar_wind_at = ensemble.members.front().model.config.data.solar_wind_at;
  const auto& data = ensemble.provenance.at("data").at("train");
  CardFacts facts{{},
                  data.at("period").at("first"),
                  data.at("period").at("last"),
                  data.at("files").size(),
                  verification,
                  worth,
                  without_wind};
  for (const auto& member : ensemble.members) facts.members.push_back(member.name);
  write_file_atomically(folder / "card.json", card_json(described, facts).dump(1) + "\n");
  write_file_atomically(folder / "card.md", card_text(described, facts));
}

}  // namespace

bool trains_ensemble(const Config& config) {
  return config.folds > 1 || config.members > 1 || !config.member.empty();
}

void train_ensemble(const Config& config, const fs::path& folder, bool resume, const Common& common) {
  if (config.folds < 2)
    throw UsageError(
        "an ensemble weighs its members by what folds leave out: set folds to 2 or more, such as 8");
  if (config.model.task != Task::regression)
    throw UsageError("folds are for regression; set folds = 1 to classify");
  at::set_num_threads(1);
  const auto folds = folder / "folds";
  if (!resume) fs::remove_all(folds);
  nlohmann::json provenance{
      {"symh_version", version},
      {"trained_at", format_time(std::chrono::floor<Minutes>(std::chrono::system_clock::now()))}};
  const auto kinds = load_kinds(config, provenance["data"], common, storm_folds);
  train_all(kinds, config, folds, common);
  std::vector<ForecastTable> tables;
  for (const auto& kind : kinds) tables.push_back(out_of_fold(kind, folds));
  auto weighed = weigh(config.name, tables);
  const auto worth = contributions(tables);
  for (const auto& lead : combine(weighed, tables).leads) weighed.bands.push_back(calibrate_band(lead));
  auto table = combine(weighed, tables);
  add_ridge(table, kinds, tables);
  label_storms(table, *kinds.front().prepared);
  auto ensemble = gather(kinds, weighed, folds);
  ensemble.provenance = provenance;
  add_baselines(ensemble, kinds);
  const auto verification = verify(table, {});
  fs::remove_all(folder / "members");
  save_ensemble(ensemble, folder);
  const auto without_wind = rmse_without_solar_wind(kinds, weighed, folds);
  write_card(config, ensemble, verification, worth, without_wind, folder);
  write_file_atomically(folder / "config.toml", print_config(config, true));
  write_file_atomically(folder / "out-of-fold.csv", forecasts_csv(table));
  auto metrics = to_json(verification);
  metrics["members"] = to_json(worth);
  if (!without_wind.empty()) metrics["rmse_without_solar_wind_nt"] = without_wind;
  write_file_atomically(folder / "metrics.json", metrics.dump(1) + "\n");
  print_result(common.json ? metrics.dump(1) : to_text(verification) + "\n" + contributions_text(worth));
  spdlog::info(
      "these are scores out of fold: of storms that the models forecasting them were not trained on");
}

}  // namespace symh::cli
