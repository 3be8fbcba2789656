#include "experiments/trial_run.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "core/error.h"
#include "core/file.h"
#include "experiments/train_model.h"
#include "forecasting/hindcast.h"

namespace symh {
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
  // If the schedule depends on the number of epochs, each number has its own checkpoints.
  return goes_on_from_checkpoint(trial.training)
             ? folder / fmt::format("fold-{}.pt", fold + 1)
             : folder / fmt::format("fold-{}-epochs-{}.pt", fold + 1, trial.training.epochs);
}

}  // namespace

TrialData trial_data(const Config& config, const JobSeries& series, Listener& listener) {
  nlohmann::json ignored;
  const auto kind = std::make_shared<const KindData>(
      config.folds > 1 ? make_kind(config, series.train, storm_folds)
                       : make_single_kind(config, series, ignored, listener));
  const auto make = [kind](std::size_t fold) {
    return std::make_shared<const FoldWindows>(windows_of(*kind, kind->folds[fold]));
  };
  if (kind->folds.size() > 1) return {kind->folds.size(), make};
  return {1, [only = make(0)](std::size_t) { return only; }};
}

bool goes_on_from_checkpoint(const TrainingConfig& config) {
  return config.schedule == RateSchedule::constant || config.schedule == RateSchedule::plateau;
}

TrialResult run_trial(const Config& trial, std::int64_t epochs, const TrialData& data, const fs::path& folder,
                      Listener& listener) {
  const auto started = std::chrono::steady_clock::now();
  use_threads(1);
  auto config = trial;
  if (!goes_on_from_checkpoint(trial.training)) config.training.epochs = epochs;
  if (trial.folds > 1) config.training.keep = KeptWeights::last;  // left-out data must not choose
  std::vector<Errors> leads(trial.windows.horizon.size());
  for (std::size_t fold = 0; fold < data.folds; ++fold) {
    const auto windows = data.windows(fold);
    ModelTraining how;
    how.checkpoint = checkpoint_of(config, folder, fold);
    how.last_epoch = epochs;
    const auto [model, training] = train_model(config, *windows, how, listener);
    const auto table = hindcast(model, windows->scored());
    for (std::size_t l = 0; l < leads.size(); ++l) leads[l].add(table.leads[l]);
  }
  auto result = scores_of(leads);
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  if (!goes_on_from_checkpoint(trial.training) || epochs == trial.training.epochs)
    for (std::size_t fold = 0; fold < data.folds; ++fold) fs::remove(checkpoint_of(config, folder, fold));
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

}  // namespace symh
