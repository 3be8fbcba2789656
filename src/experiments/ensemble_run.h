#pragma once
#include "experiments/training_run.h"

namespace symh {

/// Trains each kind of model in the configuration on each fold. The forecasts of the left-out parts then give
/// the weights of the kinds and the calibration of the band. Writes one ensemble: `ensemble.json`,
/// `members/`, `out-of-fold.csv`, `metrics.json` (scores out of fold), `card.json` and `card.md`,
/// `config.toml`. Keeps finished folds in `folds/`, so that resuming trains only the other folds.
RunReport train_ensemble(const Config& config, const RunOptions& options, Listener& listener);

}  // namespace symh
