#pragma once
#include <string>

#include "centre/record/page.h"
#include "reporting/chart_svg.h"

namespace symh {

/// The `past` before the newest forecast and the coming hours: SYM-H observed, estimated and forecast with
/// its bands, past forecasts, and below, on the same axis, the solar wind at the time when it reaches Earth.
/// Without panels if there is neither a forecast nor an observation.
Chart centre_chart(const CentrePage& page, Minutes past);

/// The chart as a figure for phone (half a day), tablet and desk (a day), of which the style sheet shows one,
/// and its key. Empty if there is nothing to draw.
std::string chart_figure(const CentrePage& page);

}  // namespace symh
