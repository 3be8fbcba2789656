#pragma once
#include <filesystem>
#include <memory>
#include <optional>

#include "core/listener.h"
#include "experiments/run_report.h"
#include "experiments/shard.h"
#include "job/config.h"
#include "training/process_group.h"

namespace symh {

struct RunOptions {
  std::filesystem::path folder;  ///< as prepare_run_folder left it
  bool resume = false;
  bool diagnose_gradients = false;  ///< only for a single network
  bool use_cache = true;            ///< use the cache of parsed text files
  /// The run trains only this part of an ensemble's models and removes nothing from the folder, which
  /// prepare_shard_folder() has prepared. A later run with `resume` and without `shard` makes the ensemble.
  std::optional<Shard> shard = {};
};

/// True if the configuration asks for more than one model: folds, members or [[member]] tables.
bool trains_ensemble(const Config& config);

/// Throws UsageError for a configuration that cannot be trained: the device does not exist, or a model cannot
/// be built. Call it before you make folders or read data.
void check_training(const Config& config, Listener& listener);

/// Joins the other processes of this training run, which the environment names; null if there are none.
/// Throws UsageError if the configuration is not that of a single network.
std::unique_ptr<ProcessGroup> meet_other_processes(const Config& config, Listener& listener);

/// Trains a single model or an ensemble, as the configuration says, and writes the run folder. In a `group`
/// only the first process writes, and only its report is not empty. If the listener asks to stop, the report
/// says `interrupted`, and the same call with `resume` then gives the same weights as a run without
/// interruption.
RunReport train(const Config& config, const RunOptions& options, ProcessGroup* group, Listener& listener);

}  // namespace symh
