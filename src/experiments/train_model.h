#pragma once
#include <filesystem>
#include <memory>
#include <vector>

#include "experiments/kinds.h"
#include "models/model.h"
#include "training/process_group.h"
#include "training/trainer.h"

namespace symh {

/// How one model is trained beside what its configuration says.
struct ModelTraining {
  std::filesystem::path checkpoint;  ///< written after each epoch of a network
  bool resume = true;                ///< continue from the checkpoint where it exists
  std::int64_t last_epoch = 0;       ///< end after this epoch of training.epochs; 0: after the last one
  /// Gets history.csv after each epoch, and gradients.csv and .html; empty: neither is written.
  std::filesystem::path folder = {};
  bool diagnose_gradients = false;
  ProcessGroup* group = nullptr;  ///< of which the first process alone writes files
};

struct TrainedModel {
  Model model;              ///< without baselines and provenance
  TrainingResult training;  ///< empty for a model that is fitted in one step
};

/// Trains, or fits in one step, the model of `config` on the windows of one fold. Every model goes through
/// here: a single one, those of the folds of an ensemble or a backtest, and the trials of a search. Where the
/// listener asks to stop, training ends after the step under way and the last whole epoch is in the
/// checkpoint. Same windows, configuration and number of threads: same weights, byte for byte.
TrainedModel train_model(const Config& config, const FoldWindows& windows, const ModelTraining& how,
                         Listener& listener);

/// LibTorch from here on uses `threads` threads in this process (0: one a core) and takes denormals for 0.
void use_threads(std::int64_t threads);

/// Fits the baselines on the training windows.
std::vector<std::unique_ptr<ClosedForm>> fit_baselines(const Config& config, const Windows& train);

}  // namespace symh
