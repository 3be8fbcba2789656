#pragma once
#include <chrono>
#include <filesystem>
#include <optional>
#include <vector>

#include "experiments/job_series.h"
#include "experiments/trials.h"

namespace symh {

struct SearchOptions {
  std::filesystem::path folder;                   ///< as prepare_search_folder left it
  std::chrono::steady_clock::time_point started;  ///< of the command: reading data counts too
  std::optional<double> budget_seconds;  ///< of the whole search, earlier runs of the command included
  bool use_cache = true;                 ///< of parsed text files
};

struct SearchOutcome {
  std::vector<TrialResult> results;  ///< in the order they ended
  bool interrupted = false;
};

/// Refuses a configuration that cannot be searched, before any data are read: no ranges, [[member]] tables,
/// classes, unknown kinds of model. Throws UsageError.
void check_search(const Config& config, bool has_budget);

/// The results in trials.csv that earlier runs of the command left; none where there is no such file.
std::vector<TrialResult> earlier_results(const Config& config, const std::filesystem::path& folder,
                                         Listener& listener);

/// Reads the data and runs trials, training.jobs at once, until all are done, the budget is spent (runs that
/// are then under way are not counted) or the listener asks to stop; continues from `results`, which earlier
/// runs of the command left. After each run `trials.csv`, `best.toml` and `tune.html` in the folder are up to
/// date. Throws RunError where every trial fails.
SearchOutcome search(const Config& config, const SearchOptions& options, std::vector<TrialResult> results,
                     Listener& listener);

}  // namespace symh
