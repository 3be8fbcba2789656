#pragma once

namespace symh {

/// A 95 % interval. Both ends are NaN where there is too little data (fewer than two blocks).
struct Interval {
  double low = 0, high = 0;
};

}  // namespace symh
