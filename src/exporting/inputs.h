#pragma once
#include "models/ensemble.h"
#include "windows/graph_series.h"

namespace symh {

/// What the exported file of an ensemble takes: what any member needs.
InputShape input_shape(const Ensemble& ensemble);

/// Where the solar wind of an ensemble was measured; WindPosition::unknown if it uses none. Throws UsageError
/// if a member takes ring-current forecasts and does not say where, or if members differ.
WindPosition wind_position(const Ensemble& ensemble);

}  // namespace symh
