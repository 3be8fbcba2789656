#pragma once
#include <filesystem>
#include <functional>
#include <memory>

#include "experiments/kinds.h"
#include "experiments/trials.h"

namespace symh {

/// The folds that a trial is trained and scored on. Their windows are made one fold at a time, as those of
/// all folds at once would fill the memory. With folds = 1 the only fold has a validation part.
struct TrialData {
  std::size_t folds = 1;
  std::function<std::shared_ptr<const FoldWindows>(std::size_t fold)> windows;
};

TrialData trial_data(const Config& config, const JobSeries& series, Listener& listener);

/// True where a trial that is promoted to the next rung continues from its checkpoint: the learning rate then
/// depends only on the steps behind it. Under one_cycle and cosine it depends on training.epochs too, so that
/// more epochs are another training, from the beginning.
bool goes_on_from_checkpoint(const TrainingConfig& config);

/// Trains `trial` for `epochs` (of its training.epochs) and scores what was left out, or the validation part,
/// beside persistence on the same samples. Checkpoints in `folder` let a run that was cut short continue;
/// they are kept where the next rung can use them. Only rmse, relative_rmse, samples and seconds of the
/// result are set. Throws RunError where nothing could be scored.
TrialResult run_trial(const Config& trial, std::int64_t epochs, const TrialData& data,
                      const std::filesystem::path& folder, Listener& listener);

/// The result that a run left for the process that waits for it, and back.
void write_trial_result(const std::filesystem::path& path, const TrialResult& result);
TrialResult read_trial_result(const std::filesystem::path& path);

}  // namespace symh
