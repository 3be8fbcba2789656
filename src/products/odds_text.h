#pragma once
#include <optional>
#include <string>

#include "trajectories/odds.h"

namespace symh {

/// A chance as people read it: `35 %`; `<1 %` and `>99 %` where it is not sure, but rounds to it.
std::string chance_text(double chance);

/// The odds as a table of at most 80 columns; empty if there are none.
std::string to_text(const std::optional<Odds>& odds);

}  // namespace symh
