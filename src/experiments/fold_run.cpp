#include "experiments/fold_run.h"

#include <fmt/format.h>

#include "core/error.h"
#include "core/file.h"
#include "experiments/fold_forecasts.h"
#include "experiments/jobs.h"
#include "experiments/problems_only.h"
#include "experiments/train_model.h"
#include "job/same_config.h"
#include "saved/model_folder.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

/// True if the model is saved; saving is the last step of training.
bool is_saved(const fs::path& folder) { return fs::exists(folder / "model.json") && !is_half_saved(folder); }

Model trained(const FoldRun& run, const FoldWindows& windows, const fs::path& folder, Listener& listener) {
  const auto checkpoint = folder / "checkpoint.pt";
  auto [model, training] = train_model(run.config(), windows, {.checkpoint = checkpoint}, listener);
  model.provenance = {{"seed", model.config.seed},
                      {"fold", run.fold + 1},
                      {"training_windows", windows.train->size()},
                      {"left_out_windows", windows.left_out->size()}};
  if (!training.history.empty()) {
    write_file_atomically(folder / "history.csv", history_csv(training.history));
    model.provenance["validation_loss"] = training.history.back().validation_loss;
  }
  if (run.kind->with_baselines && run.start == 0)
    model.baselines = fit_baselines(model.config, *windows.train);
  save_model(model, folder);
  fs::remove(checkpoint);
  return std::move(model);
}

}  // namespace

Config FoldRun::config() const {
  auto config = kind->config;
  config.seed += start;
  config.name = name();
  if (part().validation.empty()) config.training.keep = KeptWeights::last;
  config.training.jobs = 0;  // the number of parallel jobs changes no result
  return config;
}

std::string FoldRun::name() const {
  const auto& label = part().label;
  return fmt::format("{}-s{}-{}", kind->config.name, kind->config.seed + start,
                     label.empty() ? fmt::format("f{}", fold + 1) : label);
}

std::vector<FoldRun> runs_of(const KindData& kind) {
  std::vector<FoldRun> runs;
  for (std::int64_t start = 0; start < kind.config.members; ++start)
    for (std::size_t fold = 0; fold < kind.folds.size(); ++fold) runs.push_back({&kind, start, fold});
  return runs;
}

void train_fold(const FoldRun& run, const fs::path& folder, Listener& listener) {
  use_threads(1);
  const auto windows = windows_of(*run.kind, run.part());
  const auto model = is_saved(folder) ? load_model(folder) : trained(run, windows, folder, listener);
  write_forecasts(model, windows, folder);
  write_raw_feed_forecasts(run, model, folder);
  write_late_forecasts(run, folder);
}

bool fold_is_done(const FoldRun& run, const fs::path& folder) {
  if (!is_saved(folder)) return false;
  require_same(load_model(folder).config, run.config(), folder.string(),
               "resume with the same file and settings, delete the folder to train it again, or train into a "
               "new folder with --output");
  return forecasts_are_written(*run.kind, run.part(), folder);
}

void train_all(const std::vector<KindData>& kinds, const Config& config, const fs::path& folds,
               Listener& listener, const Shard& shard) {
  ProblemsOnly problems(listener);
  std::vector<Job> jobs;
  std::size_t place = 0;
  for (const auto& kind : kinds)
    for (const auto& run : runs_of(kind)) {
      const auto folder = folds / run.name();
      if (shard.holds(place++) && !fold_is_done(run, folder))
        jobs.push_back({run.name(), [run, folder, &problems] { train_fold(run, folder, problems); }});
    }
  listener.progress("training", 0);
  run_jobs(jobs, jobs_at_once(config.training.jobs), listener, [&](const Job& job, double share) {
    listener.say(job.name + " is trained");
    listener.progress("training", share);
  });
  listener.progress_ended();
}

RunReport report_shard(const std::vector<KindData>& kinds, const fs::path& folds, const Shard& shard) {
  std::size_t all = 0, own = 0, done = 0;
  for (const auto& kind : kinds)
    for (const auto& run : runs_of(kind)) {
      own += shard.holds(all++) ? 1 : 0;
      done += fold_is_done(run, folds / run.name()) ? 1 : 0;
    }
  RunReport report;
  report.json = {{"shard", shard.number},
                 {"shards", shard.count},
                 {"models", own},
                 {"all_models", all},
                 {"trained", done}};
  report.text = fmt::format("shard {}: its {} of {} models are trained; {} are trained in all\n",
                            shard.text(), own, all, done);
  if (done == all) report.text += "all models are trained; go on with --resume in place of --shard\n";
  return report;
}

}  // namespace symh
