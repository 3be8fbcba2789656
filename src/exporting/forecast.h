#pragma once
#include "exporting/inputs.h"

namespace symh {

/// The forecast of an ensemble, or of the single model in it, from what is given to what is issued. The
/// graph's outputs: `forecast` [B, L] float32 nT; `band` [B, L, 3] (5, 50 and 95 %) where it has one;
/// `probabilities` [B, L, 4] of a classification. NaN where symh would issue none. Throws UsageError where
/// something in it has no form in a graph.
graph::Graph forecast_graph(const Ensemble& ensemble);

}  // namespace symh
