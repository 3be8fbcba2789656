#pragma once
#include <vector>

namespace symh {

/// Observed and forecast values of the samples that have both, in the same order.
struct Pairs {
  std::vector<double> observed, forecast;
};

}  // namespace symh
