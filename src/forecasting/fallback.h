#pragma once
#include <optional>
#include <string>
#include <vector>

#include "forecasting/named_model.h"

namespace symh {

/// The reason, in one sentence, why `fallback`, a model without solar wind, must forecast instead of
/// `driven`; empty if the driven model can forecast. The fallback must forecast if
/// - the newest issue time of the driven model (at or before `at`, if given) is older than that of the
///   fallback, because an input ended longer ago than windows.fill_limit, or never began; or
/// - no solar wind was measured within windows.lookback of that issue time (the shortest lookback of the
///   members), and the driven model's card does not state that its RMSE without solar wind, on the mean over
///   the common lead times, is at most that of the fallback.
/// Data stamped after `at` change nothing. A model that uses no solar wind needs no fallback.
std::string why_fall_back(const StatedModel& driven, const StatedModel& fallback, const Series& series,
                          std::optional<Time> at = {});

/// The forecast of `fallback` instead of `driven`: it has the common lead times and names both models. Throws
/// DataError if the models have no common lead time, or as issue_forecast does.
IssuedForecast issue_fallback(const Ensemble& driven, const Ensemble& fallback, const std::string& reason,
                              const Series& series, std::optional<Time> at = {});

}  // namespace symh
