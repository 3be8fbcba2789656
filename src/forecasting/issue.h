#pragma once
#include <cstdint>
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
/// (why_fall_back), the fallback forecasts instead, and the listener gets a warning. Throws RunError if the
/// numbers are no forecast (products/check.h), DataError if the choice is none, and UsageError if it names a
/// model that needs solar wind itself or forecasts another channel.
/// `seed` draws the trajectories.
IssuedForecast issue_or_fall_back(const StatedModel& model, const Series& series,
                                  const FallbackChoice& choice, std::optional<Time> at, Listener& listener,
                                  std::uint64_t seed = 1);

/// A limit of age, and its name for the user, such as --max-age.
struct AgeLimit {
  Minutes limit;
  std::string setting;
};

/// Throws an Error of ExitCode::stale if the last observation of the target is more than the limit older than
/// `now`. The error advises to raise the setting.
void require_fresh_index(const IssuedForecast& forecast, Time now, const AgeLimit& limit);

/// The same for the newest data that the forecast rests on: the solar wind where it bridges the time since
/// the last observation of the target, else that observation.
void require_fresh_data(const IssuedForecast& forecast, Time now, const AgeLimit& limit);

}  // namespace symh
