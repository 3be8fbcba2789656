#pragma once
#include <vector>

#include "models/baselines.h"

namespace symh {

/// Fits on the windows of a part, some as they are when drivers fail (windows_of_batch). Of more than `most`
/// every second is taken, or every third ...: of windows a minute apart the ones between say little that is
/// new, and ridge regression on all of 44 years would take longer than a training.
void fit_on(Baseline& baseline, const Windows& whole, const std::vector<const Windows*>& degraded = {},
            std::int64_t most = 2'000'000);

}  // namespace symh
