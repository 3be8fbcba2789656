#pragma once
#include "exporting/inputs.h"

namespace symh {

/// The forecast of an ensemble, or of the single model in it, as a graph from the samples of the files to the
/// issued values. Its outputs: `forecast` [B, L] float32 nT; `band` [B, L, 3] nT (5, 50 and 95 %) if the
/// ensemble has one; `probabilities` [B, L, 4] of a classification. NaN where symh would issue no forecast.
/// Throws UsageError as wind_position() does.
graph::Graph forecast_graph(const Ensemble& ensemble);

}  // namespace symh
