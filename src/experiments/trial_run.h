#pragma once
#include <filesystem>
#include <functional>
#include <memory>

#include "experiments/fold_run.h"
#include "experiments/train_run.h"
#include "experiments/trials.h"

namespace symh::cli {

/// What a trial is trained and scored on, a fold at a time, as windows of all folds at once would fill the
/// memory: each fold where folds > 1, else the training and the validation part as the only one.
struct TrialData {
  std::size_t folds = 1;
  std::function<std::shared_ptr<const FoldWindows>(std::size_t fold)> windows;
};

TrialData trial_data(const Config& config, const TrainingSeries& series);

/// True where a trial that goes on to the next rung goes on from its checkpoint: the learning rate then
/// depends on the steps behind it alone. Under one_cycle and cosine it depends on training.epochs too, so
/// that more epochs are another training, from the beginning.
bool goes_on_from_checkpoint(const TrainingConfig& config);

/// Trains `trial` for `epochs` (of its training.epochs) and scores what was left out, or the validation part,
/// beside persistence on the same samples. Nothing else is looked at. Checkpoints stand in `folder`, so that
/// a run cut short goes on; they are kept where the next rung can use them. Only rmse, relative_rmse, samples
/// and seconds of the result are set. Throws RunError where nothing could be scored.
TrialResult run_trial(const Config& trial, std::int64_t epochs, const TrialData& data,
                      const std::filesystem::path& folder);

/// The result that a run left for the process that waits for it, and back.
void write_trial_result(const std::filesystem::path& path, const TrialResult& result);
TrialResult read_trial_result(const std::filesystem::path& path);

}  // namespace symh::cli
