#pragma once
#include <cstdint>
#include <vector>

#include "windows/windows.h"

namespace symh {

/// The windows that one batch of training is taken from: `whole`, or with the share windows.driver_dropout
/// each of `degraded`, which are the same windows as they are when drivers fail. Follows from the seed and
/// the batch alone.
const Windows& windows_of_batch(const Windows& whole, const std::vector<const Windows*>& degraded,
                                std::uint64_t seed, std::int64_t batch);

}  // namespace symh
