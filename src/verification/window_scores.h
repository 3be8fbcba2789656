#pragma once
#include <span>

#include "verification/chance_scores.h"

namespace symh {

/// What the sample paths say of the lowest value within a window: CRPS and chances are those of the paths'
/// minima as an ensemble, in which all members are equally likely. Where the members are not known, CRPS is
/// NaN and the PIT is not there. `rows` must be banded_rows() of its `minimum`.
ModelChances chances_of_window(const WindowForecasts& window, const SampleRows& rows);

/// The CRPS of an ensemble, mean |X - observed| - mean |X - X'| / 2 (Gneiting & Raftery 2007,
/// 10.1198/016214506000001437, eq. 20), of members in rising order.
double crps_of_members(std::span<const float> members, double observed);

}  // namespace symh
