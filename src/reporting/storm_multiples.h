#pragma once
#include <string>
#include <vector>

#include "verification/forecast_table.h"

namespace symh {

/// Small pictures of the storms, side by side. Each has a panel for each lead time, with the observation, the
/// forecast for that time and its band, from a day before the minimum to two days after it. A picture links
/// to
/// `#anchor-N`, where N is its place in `storms`, counted from 1. It needs no JavaScript.
std::string storm_multiples(const ForecastTable& table, const std::vector<int>& storms,
                            const std::string& anchor);

/// Links to all storms, in this order.
std::string storm_links(const ForecastTable& table, const std::vector<int>& storms,
                        const std::string& anchor);

}  // namespace symh
