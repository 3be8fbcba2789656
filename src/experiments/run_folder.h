#pragma once
#include <filesystem>

#include "job/config.h"

namespace symh {

/// What a command may do with a folder that an earlier run of it has filled.
struct FolderUse {
  bool resume = false, overwrite = false;
};

/// Makes the folder that `train` writes into and drops the checkpoints that are to be overwritten. The first
/// of several processes alone touches it. Throws UsageError where it holds a run and `use` allows neither,
/// RunError where it cannot be written.
void prepare_run_folder(const std::filesystem::path& folder, FolderUse use);

/// The same for `backtest`; only resuming keeps the origins that are trained.
void prepare_backtest_folder(const std::filesystem::path& folder, FolderUse use);

/// The same for `tune`. Writes the configuration to tune.toml, and throws UsageError where a search that is
/// to be resumed was made with another one.
void prepare_search_folder(const std::filesystem::path& folder, const Config& config, FolderUse use);

}  // namespace symh
