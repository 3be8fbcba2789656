#pragma once
#include <string>
#include <vector>

#include "core/time.h"

namespace symh {

/// The distance between the origins of a backtest: calendar years or, if `years` is 0, a duration.
struct OriginStep {
  int years = 0;
  Minutes duration{0};
};

/// Reads `1y` or a duration such as `90d`; throws UsageError that names --every.
OriginStep parse_origin_step(const std::string& text);

/// The origins from `first` on, `step` apart, followed by `until`, the end of the last period. With steps
/// in years, a 29 February becomes the 28th in other years. Throws UsageError if `first` is not before
/// `until`, or for more than 1000 periods: each one trains models of its own.
std::vector<Time> origin_bounds(Time first, const OriginStep& step, Time until);

}  // namespace symh
