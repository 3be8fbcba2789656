#pragma once
#include <functional>

#include "forecasting/hindcast.h"

namespace symh {

/// Forecasts at the issue times of hindcast() as if SYM-H came `age` late: each sees SYM-H stamped at or
/// before its issue time - age, and the solar wind up to its issue time. SYM-H between the two is estimated
/// as for an issued forecast (complete_index), and so are the baselines, except persistence, which is the
/// last value that is known. no_index_age: SYM-H does not come at all. Throws UsageError unless
/// can_bridge_gap(), and as hindcast() does.
Hindcast hindcast_with_late_index(
    const Ensemble& ensemble, const Series& series, Minutes age, const HindcastRange& range = {},
    const std::function<void(double)>& on_share = [](double) {});

}  // namespace symh
