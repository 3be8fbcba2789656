#pragma once
#include <torch/nn/module.h>
#include <torch/nn/modules/linear.h>
#include <torch/types.h>

#include <memory>

#include "models/network.h"

namespace symh {

/// The end of every network: dropout, a fully connected layer with ReLU (none with 0 units), a linear output.
/// Works on the last dimension.
class Head : public torch::nn::Module {
 public:
  Head(std::int64_t features, std::int64_t units, std::int64_t outputs, double dropout);
  torch::Tensor forward(torch::Tensor features);
  /// forward() without dropout as a part of a graph.
  graph::Value describe(graph::Value features) const;

 private:
  double dropout_;
  torch::nn::Linear hidden_{nullptr};
  torch::nn::Linear output_{nullptr};
};

/// [B, T] true where a step belongs to the history; all true where `lengths` is undefined.
torch::Tensor history_mask(const torch::Tensor& inputs, const torch::Tensor& lengths);

/// Features of the window and of the head, side by side; head may be undefined.
torch::Tensor join(const torch::Tensor& features, const torch::Tensor& head);
graph::Value join(graph::Value features, const GraphWindow& window);

}  // namespace symh
