#pragma once
#include <torch/nn/module.h>
#include <torch/nn/modules/conv.h>
#include <torch/types.h>

#include <vector>

#include "models/keys/model.h"

namespace symh {

/// Convolutions over time, each followed by model.activation and model.pooling. Beside the channels it sees
/// one that is 1 where the history is there, so that a short history is told from a quiet one.
class ConvStack : public torch::nn::Module {
 public:
  /// Throws UsageError naming the key where filters, kernels and strides differ in number, where a kernel or
  /// a pool is longer than what is left of the window, or where model.output asks for more than the last
  /// state.
  ConvStack(const ModelConfig& config, std::int64_t channels, std::int64_t steps);

  /// inputs [B, T, C] to [B, filters(), steps_left()].
  torch::Tensor forward(const torch::Tensor& inputs, const torch::Tensor& lengths);

  /// Of the last convolution.
  std::int64_t filters() const { return filters_; }
  /// Steps that remain of the window.
  std::int64_t steps_left() const { return steps_left_; }
  /// Samples between two of the steps that are left.
  std::int64_t total_stride() const { return total_stride_; }

 private:
  torch::Tensor activate(const torch::Tensor& x) const;
  torch::Tensor pool(const torch::Tensor& x) const;

  Activation activation_;
  Pooling pooling_;
  std::int64_t pool_size_;
  std::vector<torch::nn::Conv1d> convolutions_;
  std::int64_t filters_ = 0, steps_left_ = 0, total_stride_ = 1;
};

}  // namespace symh
