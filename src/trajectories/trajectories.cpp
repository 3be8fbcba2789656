#include "trajectories/trajectories.h"

#include <algorithm>
#include <cmath>

namespace symh {

double quantile_of(std::span<const float> sorted, double share) {
  const double place = share * static_cast<double>(sorted.size()) - 0.5;
  const double last = static_cast<double>(sorted.size() - 1);
  const double low = std::floor(std::clamp(place, 0.0, last));
  const double part = std::clamp(place - low, 0.0, 1.0);
  const auto at = [&](double index) {
    return static_cast<double>(sorted[static_cast<std::size_t>(std::min(index, last))]);
  };
  return at(low) + part * (at(low + 1) - at(low));
}

}  // namespace symh
