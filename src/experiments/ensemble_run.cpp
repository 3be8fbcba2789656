#include "experiments/ensemble_run.h"

#include <ATen/Parallel.h>

#include <algorithm>

#include "core/file.h"
#include "core/version.h"
#include "experiments/fold_forecasts.h"
#include "experiments/model_card.h"
#include "experiments/train_model.h"
#include "forecasting/combine.h"
#include "forecasting/hindcast.h"
#include "forecasting/weigh.h"
#include "models/ensemble.h"
#include "reporting/scores_json.h"
#include "reporting/scores_text.h"
#include "reporting/table_json.h"
#include "reporting/table_text.h"
#include "saved/ensemble_folder.h"
#include "saved/model_folder.h"
#include "verification/forecasts_csv.h"
#include "verification/verify.h"
#include "windows/head.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

/// Makes ridge regression, if it is among the kinds, a baseline of the ensemble too, with its forecasts out
/// of fold.
void add_ridge(ForecastTable& table, const std::vector<KindData>& kinds,
               const std::vector<ForecastTable>& tables) {
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    if (kinds[k].config.model.kind != "ridge") continue;
    for (std::size_t l = 0; l < table.leads.size(); ++l)
      table.leads[l].baselines_nt["ridge"] = forecasts_at(tables[k].leads[l], table.leads[l].issue_time);
    return;
  }
}

/// The trained models. The models of a kind share the weight of the kind; kinds of negligible weight are
/// omitted.
Ensemble gather(const std::vector<KindData>& kinds, const Ensemble& weighed, const fs::path& folds) {
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

/// Fits the baselines that are saved with the first member, on windows scaled like that member's.
void add_baselines(Ensemble& ensemble, const std::vector<KindData>& kinds) {
  auto& first = ensemble.members.front().model;
  const auto kind = std::ranges::find_if(kinds, [&](const KindData& k) {
    return ensemble.members.front().name.starts_with(k.config.name + "-s");
  });
  const Windows all(kind->prepared, first.config.windows, first.scaling, kind->rows);
  first.baselines = fit_baselines(first.config, all);
}

/// RMSE out of fold [nT] with all solar wind missing, one for each lead time; empty if no kind takes solar
/// wind, or if a kind needs it.
std::vector<double> rmse_without_solar_wind(const std::vector<KindData>& kinds, const Ensemble& weighed,
                                            const fs::path& folds) {
  const auto driven = [](const KindData& kind) { return uses_solar_wind(kind.config.windows); };
  const auto lost = [&](const KindData& kind) { return driven(kind) && kind.degraded.empty(); };
  if (std::ranges::none_of(kinds, driven) || std::ranges::any_of(kinds, lost)) return {};
  std::vector<ForecastTable> tables;
  for (const auto& kind : kinds) tables.push_back(out_of_fold(kind, folds, FoldData::without_solar_wind));
  std::vector<double> rmse;
  for (const auto& lead : combine(weighed, std::move(tables)).leads)
    rmse.push_back(score(lead.observed_nt, lead.forecast_nt).at("rmse"));
  return rmse;
}

/// An ensemble and its scores, all from forecasts out of fold.
struct Weighed {
  Ensemble ensemble;
  ForecastTable table;
  Verification verification;
  std::vector<LeadContributions> worth;
  std::vector<double> without_wind;  ///< for each lead time; see rmse_without_solar_wind
};

Weighed weigh_kinds(const Config& config, const std::vector<KindData>& kinds, const fs::path& folds) {
  std::vector<ForecastTable> tables;
  for (const auto& kind : kinds) tables.push_back(out_of_fold(kind, folds));
  auto weights = weigh(config.name, tables);
  Weighed weighed;
  weighed.worth = contributions(tables);
  for (const auto& lead : combine(weights, tables).leads) weights.bands.push_back(calibrate_band(lead));
  weighed.table = combine(weights, tables);
  add_ridge(weighed.table, kinds, tables);
  label_storms(weighed.table, *kinds.front().prepared);
  weighed.ensemble = gather(kinds, weights, folds);
  add_baselines(weighed.ensemble, kinds);
  weighed.verification = verify(weighed.table, {});
  weighed.without_wind = rmse_without_solar_wind(kinds, weights, folds);
  return weighed;
}

void write_card(const Config& config, const Weighed& weighed, const fs::path& folder) {
  auto described = config;
  const auto& ensemble = weighed.ensemble;
  described.data.solar_wind_at = ensemble.members.front().model.config.data.solar_wind_at;
  const auto& data = ensemble.provenance.at("data").at("train");
  CardFacts facts{{},
                  data.at("period").at("first"),
                  data.at("period").at("last"),
                  data.at("files").size(),
                  weighed.verification,
                  weighed.worth,
                  weighed.without_wind};
  for (const auto& member : ensemble.members) facts.members.push_back(member.name);
  write_file_atomically(folder / "card.json", card_json(described, facts).dump(1) + "\n");
  write_file_atomically(folder / "card.md", card_text(described, facts));
}

RunReport write_run(const Config& config, const Weighed& weighed, const fs::path& folder) {
  fs::remove_all(folder / "members");
  save_ensemble(weighed.ensemble, folder);
  write_card(config, weighed, folder);
  write_file_atomically(folder / "config.toml", print_config(config, true));
  write_file_atomically(folder / "out-of-fold.csv", forecasts_csv(weighed.table));
  auto metrics = to_json(weighed.verification);
  const auto members = contribution_table(weighed.worth);
  metrics["members"] = to_json(members);
  if (!weighed.without_wind.empty()) metrics["rmse_without_solar_wind_nt"] = weighed.without_wind;
  write_file_atomically(folder / "metrics.json", metrics.dump(1) + "\n");
  return {.json = std::move(metrics), .text = to_text(weighed.verification) + "\n" + to_text(members)};
}

}  // namespace

RunReport train_ensemble(const Config& config, const RunOptions& options, Listener& listener) {
  at::set_num_threads(1);  // before the first fork of a job
  const auto folds = options.folder / "folds";
  if (!options.resume) fs::remove_all(folds);
  auto series = read_job_series(config, JobParts::train, options.use_cache, listener);
  const auto kinds = make_kinds(config, series.train, storm_folds, listener);
  series.train = {};
  train_all(kinds, config, folds, listener);
  auto weighed = weigh_kinds(config, kinds, folds);
  weighed.ensemble.provenance = {
      {"symh_version", version},
      {"trained_at", format_time(std::chrono::floor<Minutes>(std::chrono::system_clock::now()))},
      {"data", series.provenance}};
  auto report = write_run(config, weighed, options.folder);
  listener.say(
      "these are scores out of fold: of storms that the models forecasting them were not trained on");
  return report;
}

}  // namespace symh
