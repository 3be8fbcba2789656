#pragma once
#include <string>
#include <vector>

#include "verification/forecast_table.h"

namespace symh {

/// The storms as small pictures beside each other: for each lead time what was observed, and what was
/// forecast for that time with its band, from a day before the deepest observation to two days after. Each is
/// a link to
/// `#anchor-N`, N being its place in `storms`, counted from 1. It needs no JavaScript.
std::string storm_multiples(const ForecastTable& table, const std::vector<int>& storms,
                            const std::string& anchor);

/// Links to all storms, in this order.
std::string storm_links(const ForecastTable& table, const std::vector<int>& storms,
                        const std::string& anchor);

}  // namespace symh
