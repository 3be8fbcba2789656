#pragma once
#include <vector>

#include "models/baselines.h"

namespace symh {

/// Fits on the windows of a part, some of them without drivers (windows_of_batch). Of more than `most`
/// windows it takes every second, every third and so on: windows a minute apart tell nearly the same, and
/// ridge regression on all of 44 years would take longer than training a network.
void fit_on(Baseline& baseline, const Windows& whole, const std::vector<const Windows*>& degraded = {},
            std::int64_t most = 2'000'000);

}  // namespace symh
