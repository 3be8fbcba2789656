#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "trajectories/odds.h"

namespace symh {

/// The object `odds` of forecast.json, as data/schema/forecast.schema.json describes it.
nlohmann::json odds_json(const Odds& odds);

/// Reads `odds` of a forecast.json that symh wrote; nothing if it has none.
std::optional<Odds> read_odds(const nlohmann::json& product);

}  // namespace symh
