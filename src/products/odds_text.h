#pragma once
#include <optional>
#include <string>

#include "trajectories/odds.h"

namespace symh {

/// A chance in whole per cent; `< 1 %` and `> 99 %` where the members cannot tell it from never and always.
std::string chance_text(double chance);

/// The odds as a table of at most 80 columns; empty if there are none.
std::string to_text(const std::optional<Odds>& odds);

}  // namespace symh
