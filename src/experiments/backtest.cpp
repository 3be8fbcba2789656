#include "experiments/backtest.h"

#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/file.h"
#include "core/json.h"
#include "core/version.h"
#include "experiments/fold_forecasts.h"
#include "experiments/jobs.h"
#include "experiments/learn_error_model.h"
#include "forecasting/combine.h"
#include "forecasting/hindcast.h"
#include "forecasting/sample_windows.h"
#include "forecasting/weigh.h"
#include "reporting/age_report.h"
#include "reporting/evaluation_report.h"
#include "reporting/scores_json.h"
#include "reporting/scores_text.h"
#include "reporting/table_json.h"
#include "reporting/table_text.h"
#include "verification/forecasts_csv.h"
#include "verification/periods.h"
#include "windows/head.h"
#include "windows/split.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

std::vector<Fold> origin_folds(const KindData& kind, const BacktestOptions& options) {
  const auto& grid = kind.prepared->grid;
  const Time end = std::min(options.until.value_or(Time::max()), grid.last_time() + grid.cadence);
  return make_origin_folds(*kind.prepared, kind.rows, origin_bounds(options.from, options.every, end),
                           kind.config.split.validation_fraction,
                           effective_embargo(kind.config.split, kind.config.windows));
}

/// How late the target is; empty: as late as in the data.
using Age = std::optional<Minutes>;

/// The forecasts of one kind of model for one part of one fold.
ForecastTable forecasts_of(const KindData& kind, std::size_t fold, const fs::path& folder, FoldData data,
                           Age age) {
  std::vector<ForecastTable> starts;
  for (const auto& run : runs_of(kind)) {
    if (run.fold != fold) continue;
    const auto place = folder / run.name();
    starts.push_back(age ? read_late_forecasts(run, place, data, {.index = *age})
                         : read_forecasts(run, place, data));
  }
  return mean_of_starts(kind, std::move(starts));
}

/// The forecasts for the period after one origin, and the minima of their sample paths. The fold's validation
/// part gives the weights of the kinds, the calibration of the band and the errors that move the paths.
ForecastTable forecast_period(const Config& config, const std::vector<KindData>& kinds, std::size_t fold,
                              const fs::path& folder, Age age) {
  const auto tables_of = [&](FoldData data) {
    std::vector<ForecastTable> tables;
    for (const auto& kind : kinds) tables.push_back(forecasts_of(kind, fold, folder, data, age));
    return tables;
  };
  auto validation = tables_of(FoldData::validation);
  auto weighed = weigh(config.name, validation);
  for (const auto& lead : combine(weighed, validation).leads) weighed.bands.push_back(calibrate_band(lead));
  const DataAges ages{.index = age.value_or(Minutes{0})};
  const std::vector<LateTable> validated{{ages, combine(weighed, std::move(validation))}};
  const bool late = ages.index > Minutes{0};
  const auto& first = kinds.front();
  const auto errors = late ? learn_error_model(first, nullptr, validated)
                           : learn_error_model(first, &validated.front().table, {});
  auto table = combine(weighed, tables_of(FoldData::as_measured));
  const auto observed = late ? Series{} : observed_series(first.scored(), table.target);
  add_windows(table, errors, late ? *first.data : observed, {.ages = ages});
  return table;
}

/// The forecasts of all periods, and the scores of each period.
struct Periods {
  ForecastTable table;
  std::vector<PeriodScores> scores;
};

Periods forecast_periods(const Config& config, const std::vector<KindData>& kinds, const fs::path& folder,
                         Age age) {
  Periods periods;
  const auto& folds = kinds.front().folds;
  for (std::size_t fold = 0; fold < folds.size(); ++fold) {
    const auto table = forecast_period(config, kinds, fold, folder, age);
    const auto& span = folds[fold].left_out_spans.front();
    VerifyOptions no_intervals;
    no_intervals.bootstrap_samples = 0;
    periods.scores.push_back({span.first, span.last + Minutes{1}, folds[fold].train.size(),
                              folds[fold].validation.size(), verify(table, no_intervals)});
    append(periods.table, table);
  }
  label_storms(periods.table, *kinds.front().prepared);
  return periods;
}

VerifyOptions verify_options(const BacktestOptions& options) {
  VerifyOptions chosen;
  chosen.bootstrap_samples = options.bootstrap_samples;
  return chosen;
}

/// Writes what the periods were worth, at one age or as the data have the target.
RunReport report_periods(const Periods& periods, const BacktestOptions& options,
                         const nlohmann::json& provenance) {
  const auto pooled = verify(periods.table, verify_options(options));
  auto metrics = to_json(pooled);
  metrics["periods"] = to_json(periods.scores);
  metrics["provenance"] = provenance;
  std::string text = to_text(periods.scores, pooled) + "\n" + to_text(pooled);
  if (!options.index_ages.empty()) {
    metrics["index_age_minutes"] = options.index_ages.front().count();
    text = fmt::format("As if the index were {} old, every half hour.\n\n",
                       age_text(options.index_ages.front())) +
           text;
  }
  write_file_atomically(options.folder / "forecasts.csv", forecasts_csv(periods.table));
  write_file_atomically(options.folder / "metrics.json", json_text(metrics, 1) + "\n");
  write_file_atomically(options.folder / "report.html",
                        evaluation_report(periods.table, pooled, periods.scores));
  return {.json = std::move(metrics), .text = std::move(text)};
}

/// Writes what the periods were worth at each of several ages.
RunReport report_ages(const Config& config, const std::vector<KindData>& kinds,
                      const BacktestOptions& options, const nlohmann::json& provenance) {
  std::vector<AgedScores> ages;
  nlohmann::json metrics;
  for (const auto age : options.index_ages) {
    const auto periods = forecast_periods(config, kinds, options.folder / "origins", age);
    write_file_atomically(options.folder / fmt::format("forecasts-{}.csv", age_text(age)),
                          forecasts_csv(periods.table));
    ages.push_back({age, verify(periods.table, verify_options(options))});
    metrics["periods"][age_text(age)] = to_json(periods.scores);
  }
  const auto table = age_table(ages);
  metrics["ages"] = to_json(table);
  metrics["provenance"] = provenance;
  write_file_atomically(options.folder / "metrics.json", json_text(metrics, 1) + "\n");
  write_file_atomically(options.folder / "report.html", age_report(ages));
  return {.json = std::move(metrics), .text = to_text({table, age_window_table(ages)})};
}

}  // namespace

void check_backtest(const Config& config, const std::vector<Minutes>& index_ages, Listener& listener) {
  if (config.model.task != Task::regression)
    throw UsageError("a backtest scores forecasts in nT; set model.task = \"regression\"");
  if (!index_ages.empty()) check_late_scores(config, "--index-age");
  for (const auto age : index_ages) require_whole_samples("--index-age", age, config.windows.cadence);
  if (!config.data.validation.empty())
    listener.warn("note: data.validation is not used: each origin validates on the last part of its past");
  check_device(config.training, /*in_jobs=*/true, listener);
}

RunReport backtest(const Config& config, const BacktestOptions& options, Listener& listener) {
  at::set_num_threads(1);  // before any job is forked
  auto series = read_job_series(config, JobParts::train, options.use_cache, listener);
  auto kinds = make_kinds(
      config, series.train, [&](const KindData& kind) { return origin_folds(kind, options); }, listener);
  kinds.front().with_baselines = true;
  std::vector<DataAges> all_ages;
  for (const auto age : options.index_ages) all_ages.push_back({.index = age});
  score_at_ages(kinds, series.train, all_ages);
  series.train = {};
  const auto origins = options.folder / "origins";
  train_all(kinds, config, origins, listener, options.shard.value_or(Shard{}));
  if (options.shard) return report_shard(kinds, origins, *options.shard);
  write_file_atomically(options.folder / "config.toml", print_config(config, true));
  const nlohmann::json provenance{{"symh_version", version}, {"data", series.provenance}};
  const auto& ages = options.index_ages;
  if (ages.size() > 1) return report_ages(config, kinds, options, provenance);
  const auto age = ages.empty() ? Age{} : Age{ages.front()};
  return report_periods(forecast_periods(config, kinds, origins, age), options, provenance);
}

}  // namespace symh
