#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "experiments/kinds.h"
#include "experiments/run_report.h"
#include "experiments/shard.h"

namespace symh {

/// One model to train in its own process: a kind, a start and a fold.
struct FoldRun {
  const KindData* kind = nullptr;
  std::int64_t start = 0;
  std::size_t fold = 0;

  /// KIND-sSEED-fFOLD; in a backtest KIND-sSEED-PERIOD
  std::string name() const;
  const Fold& part() const { return kind->folds[fold]; }
  /// The configuration of this model. It keeps the best epoch only if the fold has a validation part.
  Config config() const;
};

/// Every start on every fold.
std::vector<FoldRun> runs_of(const KindData& kind);

/// Trains the model on the training part of the fold, unless the folder already holds the model, and writes
/// it with its forecasts (fold_forecasts.h).
void train_fold(const FoldRun& run, const std::filesystem::path& folder, Listener& listener);

/// True if train_fold has written everything. Throws UsageError if the folder holds a model trained with
/// another configuration.
bool fold_is_done(const FoldRun& run, const std::filesystem::path& folder);

/// Trains every unfinished run of the shard, training.jobs at once. Each run has its own process and, below
/// `folds`, a folder of its name.
void train_all(const std::vector<KindData>& kinds, const Config& config, const std::filesystem::path& folds,
               Listener& listener, const Shard& shard = {});

/// What train_all() has left to do: the report of a process that trained a shard.
RunReport report_shard(const std::vector<KindData>& kinds, const std::filesystem::path& folds,
                       const Shard& shard);

}  // namespace symh
