#pragma once
#include <vector>

#include "models/closed_form.h"

namespace symh {

/// Fits a closed form on training windows; a share of them has failed drivers (windows_of_batch). If there
/// are more than `most`, only every second is used, or every third ...: neighbours a minute apart hold little
/// that is new, and ridge regression on all of 44 years would take longer than a training.
void fit_on(ClosedForm& model, const Windows& whole, const std::vector<const Windows*>& degraded = {},
            std::int64_t most = 2'000'000);

}  // namespace symh
