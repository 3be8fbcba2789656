#pragma once
#include <torch/nn/module.h>
#include <torch/types.h>

#include <string>

#include "graph/graph.h"

namespace symh {

/// The parameters of a module as float32 constants of a graph.
class GraphWeights {
 public:
  GraphWeights(graph::Graph& graph, const torch::nn::Module& module)
      : graph_(graph), parameters_(module.named_parameters()) {}

  graph::Value operator()(const std::string& name) const { return constant(parameters_[name]); }
  /// x A^T + b of the fully connected layer `name`, on the last axis of x.
  graph::Value linear(const std::string& name, graph::Value x) const;

 private:
  graph::Value constant(const torch::Tensor& parameter) const;

  graph::Graph& graph_;
  torch::OrderedDict<std::string, torch::Tensor> parameters_;
};

/// [1, count] int64: 0, 1 ... count - 1.
graph::Value graph_steps(graph::Graph& graph, std::int64_t count);

/// Places along the time axis, [B, n] int64, in the shape that gather() needs on an array [B, T, width].
graph::Value for_every_column(graph::Value places, std::int64_t width);

}  // namespace symh
