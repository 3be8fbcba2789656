#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "experiments/fold_run.h"
#include "forecasting/late_hindcast.h"
#include "models/ensemble.h"
#include "verification/forecast_table.h"

namespace symh {

/// The part of the data that a fold's model forecasts: the left-out part, as measured or with all solar wind
/// missing; or the fold's validation part, if it has one.
enum class FoldData { as_measured, without_solar_wind, validation };

/// What a late target makes of these baselines is kept with the forecasts.
extern const std::vector<std::string> late_baselines;

/// Every kind must be able to bridge the gap of a late target. Throws UsageError with `origin`, the option or
/// key that asks for it.
void check_late_scores(const Config& config, const std::string& origin);

/// Forecasts with a late target are made every half hour. True if the row has such an issue time.
bool is_late_time(const Prepared& prepared, std::int64_t row);

/// The half-hourly issue times of the fold's left-out part, or of its validation part.
Rows late_rows(const FoldRun& run, FoldData data = FoldData::as_measured);

/// The observations at the given issue times of kind.scored(), or of kind.validated(), without forecasts.
ForecastTable late_blank(const KindData& kind, const Rows& rows, FoldData data = FoldData::as_measured);

/// Puts those forecasts of `from` that have an issue time of `to` there.
void take_forecasts(LeadTimeForecasts& to, const LeadTimeForecasts& from);

/// The forecasts of a model of the fold for its left-out part, or for its validation part, as if the data
/// came so late: half-hourly, with observations and late_baselines. Needs kind.data.
ForecastTable late_forecasts(const FoldRun& run, const Ensemble& alone, FoldData data, const DataAges& ages);

}  // namespace symh
