#pragma once

namespace symh {

/// A 95 % interval. Both ends are NaN if there are too few data (fewer than two blocks).
struct Interval {
  double low = 0, high = 0;
};

}  // namespace symh
