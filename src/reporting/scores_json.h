#pragma once
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "verification/periods.h"
#include "verification/verify.h"

namespace symh {

/// All scores; an undefined one is null.
nlohmann::json to_json(const Verification& verification);

/// A list of `{from, until, training_windows, validation_windows, scores}`.
nlohmann::json to_json(const std::vector<PeriodScores>& periods);

}  // namespace symh
