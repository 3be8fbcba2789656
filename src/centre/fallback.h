#pragma once
#include <optional>
#include <string>

#include "forecasting/fallback.h"
#include "cli/support.h"

namespace symh::cli {

/// What forecasts where the solar wind fails.
struct FallbackFlags {
  std::string model;  ///< run folder; empty: the bundled model of the indices alone
  bool none = false;
};

/// Adds --fallback and --no-fallback.
void add_fallback_flags(CLI::App& command, FallbackFlags& flags);

/// The forecast of the model, or where its solar wind is missing (why_fall_back) that of the fallback, which
/// is said. Throws DataError there with --no-fallback, UsageError where --fallback names a model that needs
/// solar wind itself or forecasts something else.
IssuedForecast issue_or_fall_back(const StatedModel& model, const Series& series, const FallbackFlags& flags,
                                  std::optional<Time> at);

}  // namespace symh::cli
