#pragma once
#include <algorithm>
#include <cstdint>

#include "windows/features/group.h"

namespace symh {

/// Stretches of physics.drive_step up to the longest lead time: the wind that is on its way is described by
/// each of them.
inline std::int64_t arriving_stretches(const WindowsConfig& config) {
  const auto longest = *std::ranges::max_element(config.horizon);
  return (longest + config.physics.drive_step - Minutes{1}) / config.physics.drive_step;
}

inline std::int64_t samples_an_arriving_stretch(const WindowsConfig& config) {
  return config.physics.drive_step / config.cadence;
}

}  // namespace symh
