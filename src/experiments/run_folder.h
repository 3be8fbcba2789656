#pragma once
#include <filesystem>

#include "job/config.h"

namespace symh {

/// What a command may do with a folder that holds an earlier run.
struct FolderUse {
  bool resume = false, overwrite = false;
};

/// Makes the folder that `train` writes into and removes the checkpoints to overwrite. Only the first of
/// several processes changes it. Throws UsageError if it holds a run and `use` allows neither, RunError if it
/// cannot be written.
void prepare_run_folder(const std::filesystem::path& folder, FolderUse use);

/// The same for `backtest`; only resuming keeps the trained origins.
void prepare_backtest_folder(const std::filesystem::path& folder, FolderUse use);

/// The same for `tune`. Writes the configuration to tune.toml. Throws UsageError if the search to resume was
/// made with another configuration.
void prepare_search_folder(const std::filesystem::path& folder, const Config& config, FolderUse use);

}  // namespace symh
