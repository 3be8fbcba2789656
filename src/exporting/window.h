#pragma once
#include "exporting/inputs.h"
#include "windows/graph_window.h"

namespace symh {

/// The window of one member. Throws UsageError where a channel has no form in a graph.
GraphWindow exported_window(const GivenSeries& series, const Model& model, WindPosition position);

}  // namespace symh
