#pragma once
#include <filesystem>
#include <memory>
#include <vector>

#include "experiments/kinds.h"
#include "models/model.h"
#include "training/process_group.h"
#include "training/trainer.h"

namespace symh {

/// Settings for training one model, besides its configuration.
struct ModelTraining {
  std::filesystem::path checkpoint;  ///< written after each epoch of a network
  bool resume = true;                ///< continue from the checkpoint where it exists
  std::int64_t last_epoch = 0;       ///< end after this epoch of training.epochs; 0: after the last one
  /// Receives history.csv after each epoch, and gradients.csv and .html; empty: writes none of them.
  std::filesystem::path folder = {};
  bool diagnose_gradients = false;
  ProcessGroup* group = nullptr;  ///< only its first process writes files
};

struct TrainedModel {
  Model model;              ///< without baselines and provenance
  TrainingResult training;  ///< empty for a model that is fitted in one step
};

/// Trains, or fits in one step, the model of `config` on the windows of one fold. All models come from here:
/// single models, folds of an ensemble or a backtest, trials of a search. If the listener asks to stop,
/// training ends after the current step, with the last whole epoch in the checkpoint. The same windows,
/// configuration and number of threads give the same weights, byte for byte.
TrainedModel train_model(const Config& config, const FoldWindows& windows, const ModelTraining& how,
                         Listener& listener);

/// Makes LibTorch use `threads` threads in this process (0: one for each core) and flush denormals to 0.
void use_threads(std::int64_t threads);

/// Fits the baselines on the training windows.
std::vector<std::unique_ptr<ClosedForm>> fit_baselines(const Config& config, const Windows& train);

}  // namespace symh
