#pragma once
#include "experiments/training_run.h"

namespace symh {

/// Trains every kind of model of the configuration on every fold, weighs the kinds by their forecasts of what
/// each fold left out, calibrates the band on the same, and writes one ensemble: `ensemble.json`, `members/`,
/// `out-of-fold.csv`, `metrics.json` (scores out of fold), `card.json` and `card.md`, `config.toml`. Finished
/// folds stay in `folds/`, so that resuming trains only the others.
RunReport train_ensemble(const Config& config, const RunOptions& options, Listener& listener);

}  // namespace symh
