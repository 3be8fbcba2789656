#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "experiments/kinds.h"

namespace symh {

/// One model to train in a process of its own: a kind, a start and a fold.
struct FoldRun {
  const KindData* kind = nullptr;
  std::int64_t start = 0;
  std::size_t fold = 0;

  /// KIND-sSEED-fFOLD; of a backtest KIND-sSEED-PERIOD
  std::string name() const;
  const Fold& part() const { return kind->folds[fold]; }
  /// Of this one model; the best epoch is kept only where the fold has a validation part to choose it.
  Config config() const;
};

/// Every start on every fold.
std::vector<FoldRun> runs_of(const KindData& kind);

/// Trains the model on what the fold keeps, unless the folder holds it already, and writes it with its
/// forecasts (fold_forecasts.h).
void train_fold(const FoldRun& run, const std::filesystem::path& folder, Listener& listener);

/// True where train_fold has written everything. Throws UsageError where the folder holds a model that was
/// trained with another configuration.
bool fold_is_done(const FoldRun& run, const std::filesystem::path& folder);

/// Trains every run that is not done yet, training.jobs at once, each in a process of its own and into a
/// folder of its name below `folds`.
void train_all(const std::vector<KindData>& kinds, const Config& config, const std::filesystem::path& folds,
               Listener& listener);

}  // namespace symh
