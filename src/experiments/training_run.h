#pragma once
#include <filesystem>
#include <memory>

#include "core/listener.h"
#include "experiments/run_report.h"
#include "job/config.h"
#include "training/process_group.h"

namespace symh {

struct RunOptions {
  std::filesystem::path folder;  ///< as prepare_run_folder left it
  bool resume = false;
  bool diagnose_gradients = false;  ///< of a single network
  bool use_cache = true;            ///< of parsed text files
};

/// True where the configuration asks for more than one model: folds, members or [[member]] tables.
bool trains_ensemble(const Config& config);

/// Refuses a configuration that cannot be trained, before any folder is made or any data are read: a device
/// that is not there, a model that cannot be built. Throws UsageError.
void check_training(const Config& config, Listener& listener);

/// Meets the other processes of this training run, as the environment says; null where there are none. Throws
/// UsageError where the configuration is not that of a single network.
std::unique_ptr<ProcessGroup> meet_other_processes(const Config& config, Listener& listener);

/// Trains what the configuration asks for, a single model or an ensemble, and writes the run folder. In a
/// `group` only the first process writes, and its report alone is not empty. Where the listener asks to stop,
/// the report says `interrupted`, and the same call with `resume` ends with the same weights as an unbroken
/// run.
RunReport train(const Config& config, const RunOptions& options, ProcessGroup* group, Listener& listener);

}  // namespace symh
