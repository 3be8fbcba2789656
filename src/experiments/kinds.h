#pragma once
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "experiments/fold_run.h"
#include "cli/commands.h"

namespace symh::cli {

using FoldMaker = std::function<std::vector<Fold>(const Kind&)>;

/// kind.config.folds folds of the storms, less the embargo.
std::vector<Fold> storm_folds(const Kind& kind);

/// The data as this configuration sees them, dealt to folds.
Kind make_kind(Config config, const Series& data, const FoldMaker& folds);

/// The kinds of model of a configuration on the data of data.train, dealt to folds by `folds`; `provenance`
/// gets the files.
std::vector<Kind> load_kinds(const Config& config, nlohmann::json& provenance, const Common& common,
                             const FoldMaker& folds);

/// Every start on every fold.
std::vector<FoldRun> runs_of(const Kind& kind);

/// Trains what is not done yet, each run in a process of its own and into a folder of its name below `folds`.
void train_all(const std::vector<Kind>& kinds, const Config& config, const std::filesystem::path& folds,
               const Common& common);

/// The mean over the forecasts of a kind's starts.
ForecastTable mean_of_starts(const Kind& kind, std::vector<ForecastTable> tables);

}  // namespace symh::cli
