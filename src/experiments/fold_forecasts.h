#pragma once
#include <filesystem>
#include <vector>

#include "experiments/fold_run.h"
#include "models/model.h"
#include "verification/forecast_table.h"

namespace symh {

/// What a fold's model forecasts: what the fold left out, as it was measured or with all solar wind missing;
/// or the fold's validation part, where it has one.
enum class FoldData { as_measured, without_solar_wind, validation };

/// Writes the forecasts of every FoldData that the windows of the fold have, one file each.
void write_forecasts(const Model& model, const FoldWindows& windows, const std::filesystem::path& folder);

/// True where write_forecasts has written every file of this fold.
bool forecasts_are_written(const KindData& kind, const Fold& fold, const std::filesystem::path& folder);

/// The forecasts of one part of a fold, beside the observations and the baselines.
ForecastTable read_forecasts(const FoldRun& run, const std::filesystem::path& folder, FoldData data);

/// Forecasts of a whole kind out of fold, at all issue times of kind.rows: the mean over its starts. `folds`
/// holds a folder a run. A kind that takes no solar wind forecasts without it as it does with it.
ForecastTable out_of_fold(const KindData& kind, const std::filesystem::path& folds,
                          FoldData data = FoldData::as_measured);

/// The mean over the forecasts of a kind's starts.
ForecastTable mean_of_starts(const KindData& kind, std::vector<ForecastTable> tables);

}  // namespace symh
