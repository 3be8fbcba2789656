#pragma once
#include <torch/types.h>

#include <array>
#include <vector>

#include "graph/graph.h"
#include "job/config.h"

namespace symh {

/// The quantiles that a band is made of.
inline constexpr std::array<double, 3> band_levels{0.05, 0.5, 0.95};

/// The parts of a network's output; still scaled.
struct NetworkOutput {
  torch::Tensor value;      ///< [..., L] the forecast
  torch::Tensor quantiles;  ///< [..., L, 3] of band_levels, never crossing; undefined without bands
};

/// The same inside a graph.
struct GraphOutput {
  graph::Value value;                   ///< [B, L]
  std::vector<graph::Value> quantiles;  ///< [B, L] each, in the order of band_levels; empty without bands
};

/// How many numbers a regression network gives for a lead time: the forecast and, with training.bands, its
/// quantiles.
std::int64_t outputs_per_lead(const Config& config);

/// Splits an output [..., L * outputs_per_lead]. Each quantile is the quantile below it plus a positive step,
/// so that quantiles cannot cross.
NetworkOutput take_apart(const torch::Tensor& output, std::int64_t leads, bool bands);
NetworkOutput take_apart(const torch::Tensor& output, const Config& config);
/// The same for an output [B, L * outputs_per_lead] inside a graph.
GraphOutput take_apart(graph::Value output, std::int64_t leads, bool bands);

}  // namespace symh
