#include "experiments/ensemble_run.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>

#include "core/clock.h"
#include "core/file.h"
#include "core/json.h"
#include "core/version.h"
#include "experiments/fold_forecasts.h"
#include "experiments/learn_error_model.h"
#include "experiments/model_card.h"
#include "experiments/train_model.h"
#include "forecasting/combine.h"
#include "forecasting/hindcast.h"
#include "forecasting/sample_windows.h"
#include "forecasting/weigh.h"
#include "models/ensemble.h"
#include "reporting/age_report.h"
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

/// Scales the weights [member][lead] so that they sum to 1 at each lead time.
void to_sum_1(std::vector<std::vector<double>>& weights) {
  for (std::size_t l = 0; l < weights.front().size(); ++l) {
    double sum = 0;
    for (const auto& member : weights) sum += member[l];
    for (auto& member : weights) member[l] /= sum;
  }
}

/// A kind that counts for so little at every lead time does not count at all: symh need not run it then.
void drop_small_weights(Ensemble& kinds) {
  constexpr double small = 0.03;
  std::vector<std::vector<double>> weights;
  for (const auto& kind : kinds.members) {
    const bool counts = std::ranges::any_of(kind.weights, [](double weight) { return weight >= small; });
    weights.push_back(counts ? kind.weights : std::vector(kind.weights.size(), 0.0));
  }
  to_sum_1(weights);
  for (std::size_t k = 0; k < weights.size(); ++k) kinds.members[k].weights = weights[k];
}

/// Scores out of fold at each of late_ages(); empty if no kind bridges the gap.
struct LateScores {
  std::vector<AgedScores> when_late;
  std::vector<AgedScores> with_stations;  ///< empty if no kind takes estimates from observatories
};

/// Learns how the kinds combine at each of their ages, from forecasts out of fold. Returns the combined
/// forecasts of each age.
std::vector<LateTable> weigh_when_late(const std::vector<KindData>& kinds, const fs::path& folds,
                                       Ensemble& weighed) {
  std::vector<LateTable> combined;
  for (const auto& ages : kinds.front().ages) {
    const bool stations = ages.stations != StationSource::none;
    std::vector<ForecastTable> tables;
    for (const auto& kind : kinds) tables.push_back(out_of_fold_when_late(kind, folds, ages));
    auto late = weigh(weighed.name, tables);
    drop_small_weights(late);
    for (const auto& lead : combine(late, tables).leads) late.bands.push_back(calibrate_band(lead));
    (stations ? weighed.with_stations : weighed.when_late).push_back({ages.index, late.combining()});
    combined.push_back({ages, combine(late, std::move(tables))});
  }
  return combined;
}

/// Scores the forecasts at each age, and the sample paths that `errors` make of them; `data` is what the
/// forecasts saw later.
LateScores score_when_late(std::vector<LateTable>& tables, const ErrorModel& errors, const Series& data) {
  constexpr Minutes between_paths{180};  // there are up to 20 ages
  VerifyOptions no_intervals;
  no_intervals.bootstrap_samples = 0;
  LateScores scores;
  for (auto& [ages, table] : tables) {
    add_windows(table, errors, data, {.every = between_paths, .ages = ages});
    (ages.stations != StationSource::none ? scores.with_stations : scores.when_late)
        .push_back({ages.index, verify(table, no_intervals)});
  }
  return scores;
}

/// The trained models. The models of a kind share the weight of the kind; kinds of negligible weight are
/// omitted.
Ensemble gather(const std::vector<KindData>& kinds, const Ensemble& weighed, const fs::path& folds) {
  constexpr double negligible = 1e-4;
  Ensemble ensemble;
  ensemble.name = weighed.name;
  ensemble.bands = weighed.bands;
  const auto leads = weighed.members.front().weights.size();
  std::vector<double> sums(leads, 0.0);
  const std::pair<const std::vector<LateCombining>&, std::vector<LateCombining>&> ages[]{
      {weighed.when_late, ensemble.when_late}, {weighed.with_stations, ensemble.with_stations}};
  for (auto& [from, to] : ages)
    for (const auto& late : from) to.push_back({late.age, {{}, late.combining.bands}});
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    auto weights = weighed.members[k].weights;
    const auto none = [](const std::vector<double>& of_kind) {
      return std::ranges::all_of(of_kind, [](double w) { return w < negligible; });
    };
    const auto none_of = [&](const std::vector<LateCombining>& late) {
      return std::ranges::all_of(late, [&](const auto& at) { return none(at.combining.weights[k]); });
    };
    if (none(weights) && none_of(weighed.when_late) && none_of(weighed.with_stations)) continue;
    const auto runs = runs_of(kinds[k]);
    for (auto& weight : weights) weight /= static_cast<double>(runs.size());
    for (const auto& run : runs) {
      ensemble.members.push_back({run.name(), load_model(folds / run.name()), weights});
      for (auto& [from, to] : ages)
        for (std::size_t a = 0; a < from.size(); ++a) {
          auto shares = from[a].combining.weights[k];
          for (auto& share : shares) share /= static_cast<double>(runs.size());
          to[a].combining.weights.push_back(std::move(shares));
        }
      for (std::size_t l = 0; l < sums.size(); ++l) sums[l] += weights[l];
    }
  }
  for (auto& member : ensemble.members)
    for (std::size_t l = 0; l < sums.size(); ++l) member.weights[l] /= sums[l];
  for (auto& [from, to] : ages)
    for (auto& late : to) to_sum_1(late.combining.weights);
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

/// The scores with a raw real-time feed of the solar wind, beside those with the data as they are, at the
/// same issue times; empty if no kind takes solar wind.
std::vector<RawFeedScores> score_raw_feed(const std::vector<KindData>& kinds, const Ensemble& weighed,
                                          const ForecastTable& clean, const fs::path& folds) {
  if (!kinds.front().raw_feed) return {};
  std::vector<ForecastTable> tables;
  for (const auto& kind : kinds) tables.push_back(out_of_fold_with_raw_feed(kind, folds));
  const auto raw = combine(weighed, std::move(tables));
  std::vector<RawFeedScores> scores;
  for (std::size_t l = 0; l < raw.leads.size(); ++l) {
    const auto& lead = raw.leads[l];
    auto both = lead.observed_nt;  // scored where both have a forecast
    const auto as_they_are = forecasts_at(clean.leads[l], lead.issue_time);
    for (std::size_t i = 0; i < both.size(); ++i)
      if (std::isnan(as_they_are[i]) || std::isnan(lead.forecast_nt[i])) both[i] = missing;
    const auto raw_score = score(both, lead.forecast_nt), clean_score = score(both, as_they_are);
    scores.push_back({lead.lead_time, raw_score.samples, clean_score.at("rmse"), raw_score.at("rmse"),
                      score(both, lead.baselines_nt.at("persistence")).at("rmse")});
  }
  return scores;
}

/// An ensemble and its scores, all from forecasts out of fold.
struct Weighed {
  Ensemble ensemble;
  ForecastTable table;
  Verification verification;
  std::vector<LeadContributions> worth;
  std::vector<double> without_wind;  ///< for each lead time; see rmse_without_solar_wind
  LateScores late;
  std::vector<RawFeedScores> raw_feed;  ///< see score_raw_feed
};

Weighed weigh_kinds(const Config& config, const std::vector<KindData>& kinds, const fs::path& folds) {
  std::vector<ForecastTable> tables;
  for (const auto& kind : kinds) tables.push_back(out_of_fold(kind, folds));
  auto weights = weigh(config.name, tables);
  Weighed weighed;
  weighed.worth = contributions(tables);
  for (const auto& lead : combine(weights, tables).leads) weights.bands.push_back(calibrate_band(lead));
  weighed.table = combine(weights, tables);
  auto late = weigh_when_late(kinds, folds, weights);
  weighed.raw_feed = score_raw_feed(kinds, weights, weighed.table, folds);
  add_ridge(weighed.table, kinds, tables);
  label_storms(weighed.table, *kinds.front().prepared);
  weighed.ensemble = gather(kinds, weights, folds);
  const auto& errors = weighed.ensemble.errors = learn_error_model(kinds.front(), &weighed.table, late);
  add_windows(weighed.table, errors, observed_series(kinds.front().scored(), weighed.table.target));
  if (!late.empty()) weighed.late = score_when_late(late, errors, *kinds.front().data);
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
                  weighed.without_wind,
                  weighed.late.when_late,
                  weighed.late.with_stations,
                  weighed.raw_feed};
  for (const auto& member : ensemble.members) facts.members.push_back(member.name);
  write_file_atomically(folder / "card.json", json_text(card_json(described, facts), 1) + "\n");
  write_file_atomically(folder / "card.md", card_text(described, facts));
}

RunReport write_run(const Config& config, const Weighed& weighed, const fs::path& folder) {
  begin_saving(folder);
  write_card(config, weighed, folder);
  save_ensemble(weighed.ensemble, folder);  // its checksums cover the card
  write_file_atomically(folder / "config.toml", print_config(config, true));
  write_file_atomically(folder / "out-of-fold.csv", forecasts_csv(weighed.table));
  auto metrics = to_json(weighed.verification);
  std::string text = to_text(weighed.verification);
  for (const auto& [key, scores] : {std::pair{"when_late", &weighed.late.when_late},
                                    std::pair{"with_stations", &weighed.late.with_stations}}) {
    if (scores->empty()) continue;
    auto table = age_table(*scores);
    if (scores == &weighed.late.with_stations) table.title += ", with observatories";
    metrics[key] = to_json(table);
    text += '\n';
    text += to_text({table, age_window_table(*scores)});
  }
  if (!weighed.raw_feed.empty()) {
    const auto table = raw_feed_table(weighed.raw_feed);
    metrics["raw_feed"] = to_json(table);
    text += "\n";
    text += to_text(table);
  }
  const auto members = contribution_table(weighed.worth);
  text += "\n";
  text += to_text(members);
  metrics["members"] = to_json(members);
  if (!weighed.without_wind.empty()) metrics["rmse_without_solar_wind_nt"] = weighed.without_wind;
  write_file_atomically(folder / "metrics.json", json_text(metrics, 1) + "\n");
  return {.json = std::move(metrics), .text = std::move(text)};
}

}  // namespace

RunReport train_ensemble(const Config& config, const RunOptions& options, Listener& listener) {
  at::set_num_threads(1);  // before the first fork of a job
  const auto folds = options.folder / "folds";
  if (!options.resume && !options.shard) fs::remove_all(folds);
  auto series = read_job_series(config, JobParts::train, options.use_cache, listener);
  auto kinds = make_kinds(config, series.train, storm_folds, listener);
  const auto bridges = [](const KindData& kind) { return bridges_gap(kind.config.windows); };
  const auto takes = [](const KindData& kind) { return takes_stations(kind.config.windows); };
  if (std::ranges::any_of(kinds, bridges))
    score_at_ages(kinds, series.train, late_ages(std::ranges::any_of(kinds, takes)));
  add_raw_feed(kinds, series.train);
  series.train = {};
  train_all(kinds, config, folds, listener, options.shard.value_or(Shard{}));
  if (options.shard) return report_shard(kinds, folds, *options.shard);
  auto weighed = weigh_kinds(config, kinds, folds);
  weighed.ensemble.provenance = {
      {"symh_version", version}, {"trained_at", format_time(time_of_clock())}, {"data", series.provenance}};
  auto report = write_run(config, weighed, options.folder);
  listener.say(
      "these are scores out of fold: of storms that the models forecasting them were not trained on");
  return report;
}

}  // namespace symh
