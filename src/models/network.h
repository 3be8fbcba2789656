#pragma once
#include <torch/nn/module.h>
#include <torch/types.h>

#include <cstdint>

#include "job/config.h"
#include "windows/graph_window.h"

namespace symh {

/// A trainable network on scaled windows.
class Network : public torch::nn::Module {
 public:
  /// inputs [B, T, C]: a history shorter than T is at the end, with zeros before it; lengths [B] int64 (1…T);
  /// head [B, H]: features that join those of the window before the fully connected end.
  /// Returns [B, outputs], or with model.output = all_steps [B, T, outputs] (steps before a history are
  /// undefined). An undefined `lengths` tensor means every history is whole.
  virtual torch::Tensor forward(const torch::Tensor& inputs, const torch::Tensor& lengths,
                                const torch::Tensor& head) = 0;
  torch::Tensor forward(const torch::Tensor& inputs, const torch::Tensor& lengths) {
    return forward(inputs, lengths, {});
  }
  /// Back-propagation through time over k steps: the state is detached every k steps; 0 = all steps.
  virtual void truncate_gradient(std::int64_t steps) { (void)steps; }
  /// forward() with the trained weights as a part of the graph that `window` belongs to: [B, outputs], of the
  /// last step with model.output = all_steps.
  virtual graph::Value describe(const GraphWindow& window) const = 0;
};

/// The sizes of a network's inputs and outputs.
struct NetworkShape {
  std::int64_t channels = 1;  ///< C
  std::int64_t steps = 1;     ///< T, the longest history
  std::int64_t outputs = 1;   ///< lead times (regression) or lead times x 4 levels (classification)
  std::int64_t head = 0;      ///< H
};

}  // namespace symh
