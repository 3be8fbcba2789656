#pragma once
#include <vector>

namespace symh {

/// Observed and forecast values of the samples where both are there, side by side.
struct Pairs {
  std::vector<double> observed, forecast;
};

}  // namespace symh
