#pragma once
#include <array>
#include <optional>
#include <string>

#include "products/issued_forecast.h"
#include "series/storms.h"

namespace symh {

/// The probability of each StormLevel, in the order of the enum; they sum to 1.
using LevelChances = std::array<double, default_storm_thresholds_nt.size() + 1>;

/// The probabilities of the levels for a forecast [nT] with its 5-95 % band, by its TwoPieceNormal. Nothing
/// without a band.
std::optional<LevelChances> level_chances(double forecast_nt, std::optional<double> q05_nt,
                                          std::optional<double> q95_nt);

/// The same, counted in the members of trajectories.
LevelChances level_chances(const LeadOdds& odds);

/// The same for one lead time: counted in its trajectories if it has them; a classification's own
/// probabilities; else the probabilities from the band.
std::optional<LevelChances> level_chances(const LeadForecast& lead);

/// The name of the level of a value [nT], such as `moderate`.
std::string level_of(double value_nt);

/// The name of the most probable level of a classification; otherwise the level of the forecast value.
std::string level_of(const LeadForecast& lead);

}  // namespace symh
