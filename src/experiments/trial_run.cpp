#include "experiments/trial_run.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "core/error.h"
#include "core/file.h"
#include "experiments/kinds.h"
#include "forecasting/hindcast.h"

namespace symh::cli {
namespace {

namespace fs = std::filesystem;

/// Squared errors of one lead time, over all folds.
struct Errors {
  double model = 0, persistence = 0;
  std::int64_t samples = 0;

  void add(const LeadTimeForecasts& lead) {
    const auto& persistence_nt = lead.baselines_nt.at("persistence");
    for (std::size_t i = 0; i < lead.observed_nt.size(); ++i) {
      const double observed = lead.observed_nt[i];
      const double ours = lead.forecast_nt[i] - observed, theirs = persistence_nt[i] - observed;
      if (!std::isfinite(ours) || !std::isfinite(theirs)) continue;
      model += ours * ours;
      persistence += theirs * theirs;
      ++samples;
    }
  }
};

TrialResult scores_of(const std::vector<Errors>& leads) {
  TrialResult result;
  for (const auto& errors : leads) {
    if (errors.samples == 0 || !(errors.persistence > 0))
      throw RunError("nothing can be scored beside persistence; check the data with `symh inspect`");
    result.rmse.push_back(std::sqrt(errors.model / static_cast<double>(errors.samples)));
    result.relative_rmse.push_back(std::sqrt(errors.model / errors.persistence));
    result.samples += errors.samples;
  }
  return result;
}

fs::path checkpoint_of(const Config& trial, const fs::path& folder, std::size_t fold) {
  // Where the schedule looks ahead, each number of epochs has checkpoints of its own.
  return goes_on_from_checkpoint(trial.training)
             ? folder / fmt::format("fold-{}.pt", fold + 1)
             : folder / fmt::format("fold-{}-epochs-{}.pt", fold + 1, trial.training.epochs);
}

}  // namespace

TrialData trial_data(const Config& config, const TrainingSeries& series) {
  if (config.folds > 1) {
    const auto kind = std::make_shared<const Kind>(make_kind(config, series.train, storm_folds));
    return {kind->folds.size(), [kind](std::size_t fold) {
              return std::make_shared<const FoldWindows>(windows_of(*kind, kind->folds[fold]));
            }};
  }
  auto data = make_training_data(series, config, {});
  auto only = std::make_shared<const FoldWindows>(
      FoldWindows{std::move(data.train), std::move(data.validation), {}, {}, std::move(data.degraded)});
  return {1, [only = std::move(only)](std::size_t) { return only; }};
}

bool goes_on_from_checkpoint(const TrainingConfig& config) {
  return config.schedule == RateSchedule::constant || config.schedule == RateSchedule::plateau;
}

TrialResult run_trial(const Config& trial, std::int64_t epochs, const TrialData& data,
                      const fs::path& folder) {
  const auto started = std::chrono::steady_clock::now();
  at::set_num_threads(1);
  at::globalContext().setFlushDenormal(true);
  Model model;
  model.config = trial;
  TrainingHooks hooks;
  hooks.last_epoch = epochs;
  if (!goes_on_from_checkpoint(trial.training)) model.config.training.epochs = epochs;
  if (trial.folds > 1) model.config.training.keep = KeptWeights::last;  // as what is left out must not choose
  std::vector<Errors> leads(trial.windows.horizon.size());
  for (std::size_t fold = 0; fold < data.folds; ++fold) {
    const auto windows = data.windows(fold);
    model.scaling = windows->train->scaling();
    fit_or_train(model, *windows, checkpoint_of(model.config, folder, fold), hooks);
    const auto table = hindcast(model, *windows->left_out);
    for (std::size_t l = 0; l < leads.size(); ++l) leads[l].add(table.leads[l]);
  }
  auto result = scores_of(leads);
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  if (!goes_on_from_checkpoint(trial.training) || epochs == trial.training.epochs)
    for (std::size_t fold = 0; fold < data.folds; ++fold)
      fs::remove(checkpoint_of(model.config, folder, fold));
  return result;
}

void write_trial_result(const fs::path& path, const TrialResult& result) {
  const nlohmann::json json{{"rmse", result.rmse},
                            {"relative_rmse", result.relative_rmse},
                            {"samples", result.samples},
                            {"seconds", result.seconds}};
  write_file_atomically(path, json.dump() + "\n");
}

TrialResult read_trial_result(const fs::path& path) try {
  const auto json = nlohmann::json::parse(read_file(path));
  TrialResult result;
  result.rmse = json.at("rmse").get<std::vector<double>>();
  result.relative_rmse = json.at("relative_rmse").get<std::vector<double>>();
  result.samples = json.at("samples").get<std::int64_t>();
  result.seconds = json.at("seconds").get<double>();
  return result;
} catch (const nlohmann::json::exception&) {
  throw DataError(fmt::format("{}: is damaged; delete it to run this trial again", path.string()));
}

}  // namespace symh::cli
