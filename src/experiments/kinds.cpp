#include "experiments/kinds.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "cli/progress.h"
#include "experiments/jobs.h"
#include "experiments/train_run.h"
#include "forecasting/combine.h"

namespace symh::cli {
std::vector<Fold> storm_folds(const Kind& kind) {
  return make_folds(*kind.prepared, kind.rows, kind.config.folds,
                    effective_embargo(kind.config.split, kind.config.windows));
}

Kind make_kind(Config config, const Series& data, const FoldMaker& folds) {
  Kind kind;
  kind.config = std::move(config);
  const auto& windows = kind.config.windows;
  kind.prepared = std::make_shared<Prepared>(prepare(data, windows));
  for (auto& series : degraded_series(data, windows))
    kind.degraded.push_back(std::make_shared<Prepared>(prepare(std::move(series), windows)));
  kind.rows = issue_rows(*kind.prepared, windows, true).rows;
  kind.folds = folds(kind);
  return kind;
}

std::vector<Kind> load_kinds(const Config& config, nlohmann::json& provenance, const Common& common,
                             const FoldMaker& folds) {
  auto data = load_part(config.data.train, config, "train", provenance, common);
  std::vector<Kind> kinds;
  for (auto& kind_config : member_configs(config)) {
    kind_config.data.solar_wind_at = known_position(data.solar_wind_at, config);
    auto kind = make_kind(std::move(kind_config), data, folds);
    spdlog::info("{}: {} windows in {} folds", kind.config.name, kind.rows.size(), kind.folds.size());
    kinds.push_back(std::move(kind));
  }
  return kinds;
}

std::vector<FoldRun> runs_of(const Kind& kind) {
  std::vector<FoldRun> runs;
  for (std::int64_t start = 0; start < kind.config.members; ++start)
    for (std::size_t fold = 0; fold < kind.folds.size(); ++fold) runs.push_back({&kind, start, fold});
  return runs;
}

void train_all(const std::vector<Kind>& kinds, const Config& config, const std::filesystem::path& folds,
               const Common& common) {
  std::vector<Job> jobs;
  for (const auto& kind : kinds)
    for (const auto& run : runs_of(kind)) {
      const auto folder = folds / run.name();
      if (!fold_is_done(run, folder))
        jobs.push_back({run.name(), [run, folder] { train_fold(run, folder); }});
    }
  ProgressBar bar(common);
  bar.update("training", 0);
  run_jobs(jobs, jobs_at_once(config.training.jobs), [&](const Job& job, double share) {
    bar.clear();
    spdlog::info("{} is trained", job.name);
    bar.update("training", share);
  });
}

ForecastTable mean_of_starts(const Kind& kind, std::vector<ForecastTable> tables) {
  Ensemble starts;
  starts.name = kind.config.name;
  const std::vector<double> shares(kind.config.windows.horizon.size(),
                                   1.0 / static_cast<double>(tables.size()));
  for (std::size_t i = 0; i < tables.size(); ++i) starts.members.push_back({kind.config.name, {}, shares});
  return combine(starts, std::move(tables));
}

}  // namespace symh::cli
