#pragma once
#include <torch/nn/module.h>
#include <torch/types.h>

#include <memory>
#include <string>
#include <vector>

#include "job/config.h"

namespace symh {

/// A trainable network on scaled windows.
class Network : public torch::nn::Module {
 public:
  /// inputs [B, T, C]: shorter histories stand at the end with zeros before; lengths [B] int64 (1…T); head
  /// [B, H]: what joins the features of the window before the fully connected end.
  /// Returns [B, outputs], or with model.output = all_steps [B, T, outputs] (steps before a history are
  /// undefined). An undefined `lengths` tensor means every history is whole.
  virtual torch::Tensor forward(const torch::Tensor& inputs, const torch::Tensor& lengths,
                                const torch::Tensor& head) = 0;
  torch::Tensor forward(const torch::Tensor& inputs, const torch::Tensor& lengths) {
    return forward(inputs, lengths, {});
  }
  /// Back-propagation through time over k steps: the state is detached every k steps; 0 = all steps.
  virtual void truncate_gradient(std::int64_t steps) { (void)steps; }
};

/// What a network takes and gives.
struct NetworkShape {
  std::int64_t channels = 1;  ///< C
  std::int64_t steps = 1;     ///< T, the longest history
  std::int64_t outputs = 1;   ///< lead times (regression) or lead times x 4 levels (classification)
  std::int64_t head = 0;      ///< H
};

/// Builds the network of `config.kind`.
/// Throws UsageError naming the key when the shapes cannot work (a kernel longer than what is left of the
/// window).
std::shared_ptr<Network> make_network(const ModelConfig& config, const NetworkShape& shape);
/// Names that make_network knows.
std::vector<std::string> network_kinds();

}  // namespace symh
