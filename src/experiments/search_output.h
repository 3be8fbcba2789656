#pragma once
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "experiments/trials.h"

namespace symh {

/// The configuration of a run, ready for `symh train`: without [tune], named NAME-tuned.
Config tuned_config(const Config& config, const TrialResult& result);

/// Writes `trials.csv`, `tune.html` and, if a run has a score, `best.toml` into the folder, each whole or not
/// at all.
void write_search(const Config& config, const std::vector<TrialResult>& results,
                  const std::filesystem::path& folder);

/// The best runs, and the keys of the best one, for a terminal of 80 columns.
std::string search_text(const Config& config, const std::vector<TrialResult>& results);
/// Every run, and the number of the best trial; a failed run has null scores.
nlohmann::json search_json(const Config& config, const std::vector<TrialResult>& results);

}  // namespace symh
