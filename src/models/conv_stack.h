#pragma once
#include <torch/nn/module.h>
#include <torch/nn/modules/conv.h>
#include <torch/types.h>

#include <vector>

#include "job/config.h"
#include "windows/graph_window.h"

namespace symh {

/// Convolutions over time, each followed by model.activation and model.pooling. Beside the channels they read
/// one more that is 1 inside the history and 0 before it, so that a short history differs from a quiet one.
class ConvStack : public torch::nn::Module {
 public:
  /// Throws UsageError naming the key if filters, kernels and strides differ in number, if a kernel or a pool
  /// is longer than the remaining steps, or if model.output asks for more than the last state.
  ConvStack(const ModelConfig& config, std::int64_t channels, std::int64_t steps);

  /// inputs [B, T, C] to [B, filters(), steps_left()].
  torch::Tensor forward(const torch::Tensor& inputs, const torch::Tensor& lengths);
  /// forward() as a part of a graph.
  graph::Value describe(const GraphWindow& window) const;

  /// Filters of the last convolution.
  std::int64_t filters() const { return filters_; }
  /// Steps that remain of the window.
  std::int64_t steps_left() const { return steps_left_; }
  /// Samples of the window between two of the remaining steps.
  std::int64_t total_stride() const { return total_stride_; }

 private:
  /// forward() by matrix products (time_convolution.h).
  torch::Tensor forward_by_rows(const torch::Tensor& inputs, const torch::Tensor& lengths);
  torch::Tensor activate(const torch::Tensor& x) const;
  torch::Tensor pool(const torch::Tensor& x) const;
  graph::Value activate(graph::Value x) const;
  graph::Value pool(graph::Value x) const;

  Activation activation_;
  Pooling pooling_;
  std::int64_t pool_size_, padding_;
  std::vector<std::int64_t> strides_;
  std::vector<torch::nn::Conv1d> convolutions_;
  std::int64_t filters_ = 0, steps_left_ = 0, total_stride_ = 1;
};

}  // namespace symh
