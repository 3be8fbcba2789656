#pragma once
#include <string>
#include <vector>

#include "core/time.h"

namespace symh {

/// The distance between the origins of a backtest: calendar years, or a duration where `years` is 0.
struct OriginStep {
  int years = 0;
  Minutes duration{0};
};

/// Reads `1y` or a duration such as `90d`; throws UsageError that names --every.
OriginStep parse_origin_step(const std::string& text);

/// The origins from `first` on, `step` apart, and last of all `until`, the end of the last period. Counted in
/// years, a 29 February becomes the 28th in a year without one. Throws UsageError where `first` is not before
/// `until`.
std::vector<Time> origin_bounds(Time first, const OriginStep& step, Time until);

}  // namespace symh
