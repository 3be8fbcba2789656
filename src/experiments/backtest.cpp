#include "experiments/backtest.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/file.h"
#include "core/version.h"
#include "experiments/fold_forecasts.h"
#include "experiments/jobs.h"
#include "forecasting/combine.h"
#include "forecasting/hindcast.h"
#include "forecasting/weigh.h"
#include "reporting/evaluation_report.h"
#include "reporting/scores_json.h"
#include "reporting/scores_text.h"
#include "verification/forecasts_csv.h"
#include "verification/periods.h"
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

/// The forecasts of one kind of model for one part of one fold.
ForecastTable forecasts_of(const KindData& kind, std::size_t fold, const fs::path& folder, FoldData data) {
  std::vector<ForecastTable> starts;
  for (const auto& run : runs_of(kind))
    if (run.fold == fold) starts.push_back(read_forecasts(run, folder / run.name(), data));
  return mean_of_starts(kind, std::move(starts));
}

/// The forecasts for the period after one origin. The fold's validation part gives the weights of the kinds
/// and the calibration of the band.
ForecastTable forecast_period(const Config& config, const std::vector<KindData>& kinds, std::size_t fold,
                              const fs::path& folder) {
  const auto tables_of = [&](FoldData data) {
    std::vector<ForecastTable> tables;
    for (const auto& kind : kinds) tables.push_back(forecasts_of(kind, fold, folder, data));
    return tables;
  };
  auto validation = tables_of(FoldData::validation);
  auto weighed = weigh(config.name, validation);
  for (const auto& lead : combine(weighed, std::move(validation)).leads)
    weighed.bands.push_back(calibrate_band(lead));
  return combine(weighed, tables_of(FoldData::as_measured));
}

/// The forecasts of all periods, and the scores of each period.
struct Periods {
  ForecastTable table;
  std::vector<PeriodScores> scores;
};

Periods forecast_periods(const Config& config, const std::vector<KindData>& kinds, const fs::path& folder) {
  Periods periods;
  const auto& folds = kinds.front().folds;
  for (std::size_t fold = 0; fold < folds.size(); ++fold) {
    const auto table = forecast_period(config, kinds, fold, folder);
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

}  // namespace

void check_backtest(const Config& config, Listener& listener) {
  if (config.model.task != Task::regression)
    throw UsageError("a backtest scores forecasts in nT; set model.task = \"regression\"");
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
  series.train = {};
  const auto origins = options.folder / "origins";
  train_all(kinds, config, origins, listener);
  const auto periods = forecast_periods(config, kinds, origins);
  VerifyOptions verify_options;
  verify_options.bootstrap_samples = options.bootstrap_samples;
  const auto pooled = verify(periods.table, verify_options);
  auto metrics = to_json(pooled);
  metrics["periods"] = to_json(periods.scores);
  metrics["provenance"] = {{"symh_version", version}, {"data", series.provenance}};
  const auto& folder = options.folder;
  write_file_atomically(folder / "config.toml", print_config(config, true));
  write_file_atomically(folder / "forecasts.csv", forecasts_csv(periods.table));
  write_file_atomically(folder / "metrics.json", metrics.dump(1) + "\n");
  write_file_atomically(folder / "report.html", evaluation_report(periods.table, pooled, periods.scores));
  return {.json = std::move(metrics), .text = to_text(periods.scores, pooled) + "\n" + to_text(pooled)};
}

}  // namespace symh
