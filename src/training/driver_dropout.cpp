#include "training/driver_dropout.h"

#include <random>

namespace symh {

const Windows& windows_of_batch(const Windows& whole, const std::vector<const Windows*>& degraded,
                                std::uint64_t seed, std::int64_t batch) {
  const double share = whole.config().driver_dropout;
  if (degraded.empty() || share <= 0) return whole;
  std::mt19937_64 generator(seed ^ (static_cast<std::uint64_t>(batch) * 0x9E3779B97F4A7C15ULL));
  const double place = static_cast<double>(generator() >> 11) * 0x1.0p-53 / share;
  return place < static_cast<double>(degraded.size()) ? *degraded[static_cast<std::size_t>(place)] : whole;
}

}  // namespace symh
