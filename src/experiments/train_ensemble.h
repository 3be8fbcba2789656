#pragma once
#include <filesystem>

#include "cli/commands.h"
#include "job/config.h"

namespace symh::cli {

/// True where the configuration asks for more than one model: folds, members or [[member]] tables.
bool trains_ensemble(const Config& config);

/// Trains every kind of model of the configuration on every fold, weighs the kinds by their forecasts of what
/// each fold left out, calibrates the band on the same, and writes one artifact: `ensemble.json`, `members/`,
/// `out-of-fold.csv`, `metrics.json` (scores out of fold), `card.json` and `card.md`, `config.toml`. Folds
/// that are done stand in `folds/`, so that --resume trains only what lacks.
void train_ensemble(const Config& config, const std::filesystem::path& folder, bool resume,
                    const Common& common);

}  // namespace symh::cli
