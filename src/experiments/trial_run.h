#pragma once
#include <filesystem>
#include <functional>
#include <memory>

#include "experiments/kinds.h"
#include "experiments/trials.h"
#include "models/ensemble.h"
#include "verification/forecast_table.h"

namespace symh {

/// The folds that train and score a trial. Windows are made one fold at a time, as those of all folds would
/// fill the memory. With folds = 1 the only fold has a validation part.
struct TrialData {
  std::size_t folds = 1;
  std::function<std::shared_ptr<const FoldWindows>(std::size_t fold)> windows;
  std::vector<Minutes> ages = {};  ///< tune.index_age
  /// The forecasts for the scored part of a fold as if the target came so late.
  std::function<ForecastTable(std::size_t fold, const Ensemble& alone, Minutes age)> late = {};
};

TrialData trial_data(const Config& config, const JobSeries& series, Listener& listener);

/// True if a promoted trial can continue from its checkpoint. This needs a learning rate that depends only on
/// the past steps. Under one_cycle and cosine the rate also depends on training.epochs, so that a trial with
/// more epochs must start again.
bool goes_on_from_checkpoint(const TrainingConfig& config);

/// Trains `trial` for `epochs` (of its training.epochs) and scores it and persistence on the left-out part,
/// or on the validation part, at each of data.ages if there are any: the result then has the mean over the
/// ages. Checkpoints in `folder` let an interrupted run continue; they stay if the next
/// rung can use them. Sets only rmse, relative_rmse, samples and seconds of the result. Throws RunError if
/// there was nothing to score.
TrialResult run_trial(const Config& trial, std::int64_t epochs, const TrialData& data,
                      const std::filesystem::path& folder, Listener& listener);

/// The file by which a trial's process gives its result to the waiting process.
void write_trial_result(const std::filesystem::path& path, const TrialResult& result);
TrialResult read_trial_result(const std::filesystem::path& path);

}  // namespace symh
