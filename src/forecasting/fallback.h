#pragma once
#include <optional>
#include <string>
#include <vector>

#include "forecasting/named_model.h"

namespace symh {

/// Why `fallback`, a model without solar wind, has to forecast in place of `driven`, in one sentence; empty
/// where the driven model does. It does, unless
/// - its newest issue time (at or before `at`, where given) is older than that of the fallback, because an
///   input stopped longer ago than windows.fill_limit holds it or was never there; or
/// - no solar wind was measured within windows.lookback, the shortest of its members, of that issue time, and
///   its card does not state that its RMSE without solar wind, on the mean over the lead times of both, is at
///   most that of the fallback.
/// What is stamped after `at` changes nothing. A model that uses no solar wind needs no fallback.
std::string why_fall_back(const StatedModel& driven, const StatedModel& fallback, const Series& series,
                          std::optional<Time> at = {});

/// The forecast of `fallback` in place of that of `driven`: at the lead times of both, and saying what it is.
/// Throws DataError where they have none in common, or as issue_forecast does.
IssuedForecast issue_fallback(const Ensemble& driven, const Ensemble& fallback, const std::string& reason,
                              const Series& series, std::optional<Time> at = {});

}  // namespace symh
