#pragma once
#include <filesystem>
#include <memory>
#include <vector>

#include "cli/fold_run.h"
#include "cli/train_run.h"
#include "tuning/trials.h"

namespace symh::cli {

/// The windows that a trial is trained and scored on: each fold's where folds > 1, else the training and the
/// validation part.
std::vector<FoldWindows> trial_windows(const Config& config, const TrainingSeries& series);

/// True where a trial that goes on to the next rung goes on from its checkpoint: the learning rate then
/// depends on the steps behind it alone. Under one_cycle and cosine it depends on training.epochs too, so
/// that more epochs are another training, from the beginning.
bool goes_on_from_checkpoint(const TrainingConfig& config);

/// Trains `trial` for `epochs` (of its training.epochs) and scores what was left out, or the validation part,
/// beside persistence on the same samples. Nothing else is looked at. Checkpoints stand in `folder`, so that
/// a run cut short goes on; they are kept where the next rung can use them. Only rmse, relative_rmse, samples
/// and seconds of the result are set. Throws RunError where nothing could be scored.
TrialResult run_trial(const Config& trial, std::int64_t epochs, const std::vector<FoldWindows>& windows,
                      const std::filesystem::path& folder);

/// The result that a run left for the process that waits for it, and back.
void write_trial_result(const std::filesystem::path& path, const TrialResult& result);
TrialResult read_trial_result(const std::filesystem::path& path);

}  // namespace symh::cli
