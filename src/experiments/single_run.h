#pragma once
#include "experiments/training_run.h"

namespace symh {

/// Trains a single model: one kind with one fold, and `seeds` starts of a network, of which the best on the
/// validation part is kept. Writes `model.json`, the weights, `config.toml` and `metrics.json`; of a network
/// also `history.csv`, `training.html` and `checkpoints/`.
RunReport train_single(const Config& config, const RunOptions& options, ProcessGroup* group,
                       Listener& listener);

}  // namespace symh
