#pragma once
#include "saved/ensemble.h"
#include "windows/graph_window.h"

namespace symh {

/// What the network of a model gives on a window, still scaled: [B, outputs].
graph::Value network_output(const Model& model, const GraphWindow& window);

/// What a model that is fitted at once forecasts: [B, L] nT. Throws UsageError for a kind that has no form
/// in a graph.
graph::Value fitted_forecast_nt(const Model& model, const GraphWindow& window);

}  // namespace symh
