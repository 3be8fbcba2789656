#pragma once
#include <chrono>
#include <filesystem>
#include <optional>
#include <vector>

#include "experiments/job_series.h"
#include "experiments/run_report.h"
#include "experiments/shard.h"
#include "experiments/trials.h"

namespace symh {

struct SearchOptions {
  std::filesystem::path folder;                   ///< as prepare_search_folder left it
  std::chrono::steady_clock::time_point started;  ///< start of the command, so that reading data counts too
  std::optional<double> budget_seconds;  ///< for the whole search, including earlier runs of the command
  bool use_cache = true;                 ///< use the cache of parsed text files
};

struct SearchOutcome {
  std::vector<TrialResult> results;  ///< in the order they ended
  bool interrupted = false;
};

/// Throws UsageError for a configuration that cannot be searched: no ranges, [[member]] tables, classes,
/// unknown kinds of model. Call it before you read data.
void check_search(const Config& config, bool has_budget);

/// The results in trials.csv of earlier runs of the command; none if the file does not exist.
std::vector<TrialResult> earlier_results(const Config& config, const std::filesystem::path& folder,
                                         Listener& listener);

/// Runs the trials of the next rung that belong to the shard, and writes their results into the folder. A
/// later search() in this folder reads these results instead of running the trials, and then starts the next
/// rung. Throws UsageError if tune.trials is 0.
RunReport search_shard(const Config& config, const SearchOptions& options, std::vector<TrialResult> results,
                       const Shard& shard, Listener& listener);

/// Reads the data and runs trials, training.jobs at once, until all are done, the budget is spent (runs then
/// under way do not count) or the listener asks to stop. Continues from `results`, those of earlier runs of
/// the command. Updates `trials.csv`, `best.toml` and `tune.html` in the folder after each run. Throws
/// RunError if every trial fails.
SearchOutcome search(const Config& config, const SearchOptions& options, std::vector<TrialResult> results,
                     Listener& listener);

}  // namespace symh
