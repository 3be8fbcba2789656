#pragma once
#include <optional>
#include <string>

#include "core/listener.h"
#include "forecasting/fallback.h"

namespace symh {

/// Which model forecasts where the solar wind that a model needs is missing.
struct FallbackChoice {
  std::string model;  ///< run folder or name; empty: the bundled model of the indices alone
  bool none = false;  ///< no model does: the forecast is refused
};

/// The forecast of `model` from the newest data (at or before `at`, where given) or, where its solar wind is
/// missing (why_fall_back), that of the fallback, which the listener is warned of. Throws DataError where the
/// choice is none, and UsageError where it names a model that needs solar wind itself or forecasts another
/// channel.
IssuedForecast issue_or_fall_back(const StatedModel& model, const Series& series,
                                  const FallbackChoice& choice, std::optional<Time> at, Listener& listener);

/// Throws an Error of ExitCode::stale where the target was last observed more than `limit` before `now`;
/// `setting` is what the user would raise, such as --max-age.
void require_fresh(const IssuedForecast& forecast, Time now, Minutes limit, const std::string& setting);

}  // namespace symh
