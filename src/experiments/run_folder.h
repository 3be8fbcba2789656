#pragma once
#include <filesystem>
#include <memory>

#include "core/file_lock.h"
#include "experiments/shard.h"
#include "job/config.h"

namespace symh {

/// What a command may do with a folder that holds an earlier run.
struct FolderUse {
  bool resume = false, overwrite = false;
};

/// Held by the one command that writes into a folder.
using FolderLock = std::unique_ptr<FileLock>;

/// Makes and locks the folder that `train` writes into, removes the checkpoints to overwrite, and what killed
/// processes left half written. Only the first of several processes does this; the others get no lock. Throws
/// UsageError if it holds a run and `use` allows neither, RunError if it cannot be written or another command
/// holds its lock.
FolderLock prepare_run_folder(const std::filesystem::path& folder, FolderUse use);

/// The same for `backtest`; only resuming keeps the trained origins.
FolderLock prepare_backtest_folder(const std::filesystem::path& folder, FolderUse use);

/// Held by one of the processes that train the shards of an experiment: the folder is shared with the others,
/// and the shard is its own.
struct ShardLocks {
  FolderLock folder, shard;
};

/// Makes and locks the folder for one shard. What is trained there is kept. Throws RunError as
/// prepare_run_folder(), also if another process trains this shard, or if a command without --shard has the
/// folder.
ShardLocks prepare_shard_folder(const std::filesystem::path& folder, const Shard& shard);

/// The same for one shard of `tune`. Throws UsageError if the folder holds a search with another
/// configuration.
ShardLocks prepare_search_shard(const std::filesystem::path& folder, const Config& config,
                                const Shard& shard);

/// The same for `tune`. Writes the configuration to tune.toml. Throws UsageError if the search to resume was
/// made with another configuration.
FolderLock prepare_search_folder(const std::filesystem::path& folder, const Config& config, FolderUse use);

}  // namespace symh
