#pragma once
#include "experiments/training_run.h"

namespace symh {

/// Trains a single model: one kind with one fold. Of `seeds` starts of a network it keeps the best one on the
/// validation part. Writes `model.json`, the weights, `config.toml` and `metrics.json`; for a network also
/// `history.csv`, `training.html` and `checkpoints/`.
RunReport train_single(const Config& config, const RunOptions& options, ProcessGroup* group,
                       Listener& listener);

}  // namespace symh
