#pragma once
#include <cstdint>
#include <vector>

#include "windows/windows.h"

namespace symh {

/// The windows for one batch of training: `whole`, or one of `degraded`, each with the probability
/// windows.driver_dropout. `degraded` are the same windows without some drivers. The choice depends on seed
/// and batch alone.
const Windows& windows_of_batch(const Windows& whole, const std::vector<const Windows*>& degraded,
                                std::uint64_t seed, std::int64_t batch);

}  // namespace symh
