#pragma once
#include <chrono>
#include <filesystem>
#include <optional>
#include <vector>

#include "experiments/train_run.h"
#include "cli/commands.h"
#include "experiments/trials.h"

namespace symh::cli {

struct SearchOptions {
  std::filesystem::path folder;
  std::chrono::steady_clock::time_point started;  ///< of the command: reading data counts too
  std::optional<double> budget_seconds;  ///< of the whole search, earlier runs of the command included
};

struct SearchOutcome {
  std::vector<TrialResult> results;  ///< in the order they ended
  bool interrupted = false;
};

/// Refuses what cannot be searched, before any data are read: no ranges, [[member]] tables, classes, kinds of
/// model that are not known. Throws UsageError.
void check_search(const Config& config, bool has_budget);

/// Runs trials, training.jobs at once, until all are done, the budget is spent (what runs then is not
/// counted) or Ctrl-C; goes on from `results`, which earlier runs of the command left. After each run
/// `trials.csv`, `best.toml` and `tune.html` in the folder are up to date. Throws RunError where every trial
/// fails.
SearchOutcome search(const Config& config, const TrainingSeries& series, const SearchOptions& options,
                     std::vector<TrialResult> results, const Common& common);

}  // namespace symh::cli
