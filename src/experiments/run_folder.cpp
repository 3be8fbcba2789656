#include "experiments/run_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "config/config_file.h"
#include "core/error.h"
#include "core/file.h"
#include "core/writable.h"
#include "job/same_config.h"
#include "training/process_group.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

void refuse_unasked(const fs::path& folder, const char* content, FolderUse use) {
  if (use.resume || use.overwrite) return;
  throw UsageError(
      fmt::format("{}: already holds a {}; continue it with --resume, replace it with --overwrite, or choose "
                  "another --output",
                  folder.string(), content));
}

FolderLock lock(const fs::path& folder, const std::string& name = ".run.lock",  // .lock marks a cache
                FileLock::Kind kind = FileLock::Kind::alone) {
  return std::make_unique<FileLock>(
      fs::absolute(folder) / name,
      fmt::format("--output {}: cannot be written there; choose another place", folder.string()),
      fmt::format("{}: another symh writes there; wait until it has ended, or choose another --output",
                  folder.string()),
      kind);
}

/// Removes what killed processes left half written. A folder that holds more than one run may hold another
/// command's unfinished files.
void remove_leftovers(const fs::path& folder) {
  constexpr std::array own{"checkpoints", "folds", "members", "origins", "trials"};
  const auto entries = fs::directory_iterator(folder);
  const bool alone = std::all_of(begin(entries), end(entries), [&](const fs::directory_entry& entry) {
    return !entry.is_directory() || std::ranges::find(own, entry.path().filename()) != own.end();
  });
  if (alone) return remove_temporaries(folder);
  for (const auto* name : own) remove_temporaries(folder / name);
}

/// The part of the configuration that must be the same when a search resumes.
Config searched_config(Config config) {
  config.training.jobs = 0;  // the number of parallel jobs changes no result
  return config;
}

void require_same_search(const fs::path& job, const Config& config) {
  require_same(parse_config(read_config_file(job), job.string()), searched_config(config), job.string(),
               "resume with the same file and settings, or search into a new folder with --output");
}

}  // namespace

FolderLock prepare_run_folder(const fs::path& folder, FolderUse use) {
  if (rank_of_environment() > 0) return nullptr;
  auto held = lock(folder);
  for (const auto* content : {"model.json", "ensemble.json", "checkpoints", "folds"})
    if (fs::exists(folder / content)) refuse_unasked(folder, "run", use);
  if (use.overwrite && !use.resume) fs::remove_all(folder / "checkpoints");
  check_writable((folder / "model.json").string(), "--output");
  remove_leftovers(folder);
  return held;
}

FolderLock prepare_backtest_folder(const fs::path& folder, FolderUse use) {
  auto held = lock(folder);
  if (fs::exists(folder / "origins")) refuse_unasked(folder, "backtest", use);
  check_writable((folder / "metrics.json").string(), "--output");
  if (!use.resume) fs::remove_all(folder / "origins");
  remove_leftovers(folder);
  return held;
}

ShardLocks prepare_shard_folder(const fs::path& folder, const Shard& shard) {
  ShardLocks locks{lock(folder, ".run.lock", FileLock::Kind::shared),
                   lock(folder, fmt::format(".shard-{}-of-{}.lock", shard.number, shard.count))};
  check_writable((folder / "model.json").string(), "--output");
  return locks;
}

ShardLocks prepare_search_shard(const fs::path& folder, const Config& config, const Shard& shard) {
  auto locks = prepare_shard_folder(folder, shard);
  const auto job = folder / "tune.toml";
  if (fs::exists(job))
    require_same_search(job, config);
  else
    write_file_atomically(job, print_config(searched_config(config)));
  return locks;
}

FolderLock prepare_search_folder(const fs::path& folder, const Config& config, FolderUse use) {
  auto held = lock(folder);
  const auto job = folder / "tune.toml";
  if (fs::exists(job)) {
    refuse_unasked(folder, "search", use);
    if (!use.overwrite) require_same_search(job, config);
  }
  check_writable((folder / "trials.csv").string(), "--output");
  if (use.overwrite)
    for (const auto* old : {"trials", "trials.csv", "best.toml", "tune.html"}) fs::remove_all(folder / old);
  remove_leftovers(folder);
  write_file_atomically(job, print_config(searched_config(config)));
  return held;
}

}  // namespace symh
