#pragma once
#include <filesystem>
#include <vector>

#include "experiments/late_forecasts.h"
#include "models/model.h"
#include "verification/forecast_table.h"

namespace symh {

/// Writes one file of forecasts for each FoldData that the fold's windows have.
void write_forecasts(const Model& model, const FoldWindows& windows, const std::filesystem::path& folder);

/// If a kind of an ensemble bridges the gap of a late target, symh weighs the kinds for a target that is not
/// late, and again at each of these ages. The last is no_index_age: the target does not come at all. With
/// `stations`, at some of them once more, with estimates from simulated observatories.
std::vector<DataAges> late_ages(bool stations);

/// Writes the forecasts of the fold's left-out part, and of its validation part, if it has one, at each of
/// kind.ages, every half hour. `folder` holds the trained model.
void write_late_forecasts(const FoldRun& run, const std::filesystem::path& folder);

/// Writes the forecasts of the fold's left-out part from a raw feed of the solar wind, every half hour;
/// nothing unless kind.raw_feed is there.
void write_raw_feed_forecasts(const FoldRun& run, const Model& model, const std::filesystem::path& folder);

/// Those of a kind out of fold: the mean over its starts.
ForecastTable out_of_fold_with_raw_feed(const KindData& kind, const std::filesystem::path& folds);

/// Those of a kind out of fold, at one of kind.ages: the mean over its starts.
ForecastTable out_of_fold_when_late(const KindData& kind, const std::filesystem::path& folds,
                                    const DataAges& ages);

/// True if all files of forecasts of this fold are written.
bool forecasts_are_written(const KindData& kind, const Fold& fold, const std::filesystem::path& folder);

/// The forecasts of one part of a fold, with the observations and the baselines.
ForecastTable read_forecasts(const FoldRun& run, const std::filesystem::path& folder, FoldData data);

/// The same at one of kind.ages, every half hour; `data` is as_measured or validation.
ForecastTable read_late_forecasts(const FoldRun& run, const std::filesystem::path& folder, FoldData data,
                                  const DataAges& ages);

/// The forecasts of a kind out of fold, at all issue times of kind.rows: the mean over its starts. `folds`
/// holds a folder for each run. A kind that takes no solar wind gives the same forecasts without it.
ForecastTable out_of_fold(const KindData& kind, const std::filesystem::path& folds,
                          FoldData data = FoldData::as_measured);

/// The mean of the forecasts over the starts of a kind.
ForecastTable mean_of_starts(const KindData& kind, std::vector<ForecastTable> tables);

}  // namespace symh
