#pragma once
#include <functional>

#include "forecasting/hindcast.h"

namespace symh {

/// How late the data come.
struct DataAges {
  Minutes index{0};  ///< of SYM-H; no_index_age: it does not come at all
  Minutes wind{0};   ///< of every channel of the solar wind
};

/// Forecasts at the issue times of hindcast() as if the data came so late: each sees SYM-H and the solar wind
/// stamped at or before its issue time - their age. Where SYM-H is missing at the issue time, it is estimated
/// as for an issued forecast (complete_index), with the wind that is known, and so are the baselines, except
/// persistence, which is the last value that is known. Throws UsageError unless can_bridge_gap(), and as
/// hindcast() does.
Hindcast hindcast_with_late_data(
    const Ensemble& ensemble, const Series& series, const DataAges& ages, const HindcastRange& range = {},
    const std::function<void(double)>& on_share = [](double) {});

/// The same with the solar wind in time.
Hindcast hindcast_with_late_index(
    const Ensemble& ensemble, const Series& series, Minutes age, const HindcastRange& range = {},
    const std::function<void(double)>& on_share = [](double) {});

}  // namespace symh
