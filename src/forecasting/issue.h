#pragma once
#include <optional>
#include <string>

#include "core/listener.h"
#include "forecasting/fallback.h"

namespace symh {

/// The choice of the model that forecasts if the solar wind for the requested model is missing.
struct FallbackChoice {
  std::string model;  ///< run folder or name; empty: the bundled model that uses only the indices
  bool none = false;  ///< no fallback: refuse the forecast
};

/// The forecast of `model` from the newest data (at or before `at`, if given). If its solar wind is missing
/// (why_fall_back), the fallback forecasts instead, and the listener gets a warning. Throws DataError if the
/// choice is none, and UsageError if it names a model that needs solar wind itself or forecasts another
/// channel.
IssuedForecast issue_or_fall_back(const StatedModel& model, const Series& series,
                                  const FallbackChoice& choice, std::optional<Time> at, Listener& listener);

/// Throws an Error of ExitCode::stale if the last observation of the target is more than `limit` older than
/// `now`. The error advises to raise `setting`, such as --max-age.
void require_fresh(const IssuedForecast& forecast, Time now, Minutes limit, const std::string& setting);

}  // namespace symh
