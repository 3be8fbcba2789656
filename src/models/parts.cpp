#include "models/parts.h"

#include <ATen/ATen.h>

#include "models/dropout.h"
#include "models/fully_connected.h"
#include "models/graph_weights.h"

namespace symh {

Head::Head(std::int64_t features, std::int64_t units, std::int64_t outputs, double dropout)
    : dropout_(dropout) {
  if (units > 0) hidden_ = register_module("hidden", torch::nn::Linear(features, units));
  output_ = register_module("output", torch::nn::Linear(units > 0 ? units : features, outputs));
}

torch::Tensor Head::forward(torch::Tensor features) {
  features = drop(features, dropout_, is_training());
  if (hidden_) features = at::relu(fully_connected(hidden_, features));
  return fully_connected(output_, features);
}

graph::Value Head::describe(graph::Value features) const {
  const GraphWeights weights(features.graph(), *this);
  if (hidden_) features = relu(weights.linear("hidden", features));
  return weights.linear("output", features);
}

torch::Tensor history_mask(const torch::Tensor& inputs, const torch::Tensor& lengths) {
  const auto batch = inputs.size(0), steps = inputs.size(1);
  const auto place = inputs.options().requires_grad(false);
  if (!lengths.defined()) return at::ones({batch, steps}, place.dtype(torch::kBool));
  const auto first = (steps - lengths.to(inputs.device(), torch::kLong)).unsqueeze(1);
  return at::arange(steps, place.dtype(torch::kLong)).unsqueeze(0).ge(first);
}

torch::Tensor join(const torch::Tensor& features, const torch::Tensor& head) {
  return head.defined() && head.size(1) > 0 ? at::cat({features, head}, 1) : features;
}

graph::Value join(graph::Value features, const GraphWindow& window) {
  return window.head_count > 0 ? graph::concat({features, window.head}, 1) : features;
}

}  // namespace symh
