#include "experiments/run_folder.h"

#include <fmt/format.h>

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

/// The part of the configuration that must be the same when a search resumes.
Config searched_config(Config config) {
  config.training.jobs = 0;  // the number of parallel jobs changes no result
  return config;
}

}  // namespace

void prepare_run_folder(const fs::path& folder, FolderUse use) {
  if (rank_of_environment() > 0) return;
  for (const auto* content : {"model.json", "ensemble.json", "checkpoints", "folds"})
    if (fs::exists(folder / content)) refuse_unasked(folder, "run", use);
  if (use.overwrite && !use.resume) fs::remove_all(folder / "checkpoints");
  check_writable((folder / "model.json").string(), "--output");
}

void prepare_backtest_folder(const fs::path& folder, FolderUse use) {
  if (fs::exists(folder / "origins")) refuse_unasked(folder, "backtest", use);
  check_writable((folder / "metrics.json").string(), "--output");
  if (!use.resume) fs::remove_all(folder / "origins");
}

void prepare_search_folder(const fs::path& folder, const Config& config, FolderUse use) {
  const auto job = folder / "tune.toml";
  if (fs::exists(job)) {
    refuse_unasked(folder, "search", use);
    if (!use.overwrite)
      require_same(parse_config(read_file(job), job.string()), searched_config(config), job.string(),
                   "resume with the same file and settings, or search into a new folder with --output");
  }
  check_writable((folder / "trials.csv").string(), "--output");
  if (use.overwrite)
    for (const auto* old : {"trials", "trials.csv", "best.toml", "tune.html"}) fs::remove_all(folder / old);
  write_file_atomically(job, print_config(searched_config(config)));
}

}  // namespace symh
