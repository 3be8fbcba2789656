#pragma once
#include <optional>

#include "forecasting/issue.h"

namespace symh::late {

/// The rows of the series.
inline constexpr std::size_t count = 400;

/// SYM-H up to the row `observed`, a solar wind at L1 with a southward field on every row.
Series late_by(std::size_t observed);

/// A model that takes SYM-H and solar wind and holds both for half an hour.
StatedModel driven(bool bands = false);

/// A member that bridges the gap itself beside one that sees the estimated path; the later the index, the
/// more the first one counts.
StatedModel driven_and_late();

/// late_by() with an estimate of SYM-H from observatories of -150 nT, error 5 nT, after the row `observed`.
Series with_estimates(std::size_t observed);

/// driven_and_late(), whose second member takes estimates from observatories; with them it alone counts.
StatedModel with_stations();

/// What symh issues, without a choice of fallback.
IssuedForecast issued(const StatedModel& model, const Series& series, std::optional<Time> at = {});

}  // namespace symh::late
