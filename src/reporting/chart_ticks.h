#pragma once
#include <vector>

#include "core/time.h"

namespace symh {

/// Round numbers (1, 2, 2.5 or 5 times a power of ten apart) within [low, high], whose distance is the span /
/// `most` or a little more. `low` must be less than `high`, `most` at least 1.
std::vector<double> number_ticks(double low, double high, int most);

/// Whole hours (1, 2, 3, 6, 12 or a multiple of 24 apart, counted from midnight) within [from, to], at most
/// `most` of them.
std::vector<Time> time_ticks(Time from, Time to, int most);

}  // namespace symh
