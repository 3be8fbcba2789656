#pragma once
#include <torch/nn/module.h>
#include <torch/nn/modules/dropout.h>
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

 private:
  torch::nn::Dropout dropout_;
  torch::nn::Linear hidden_{nullptr};
  torch::nn::Linear output_{nullptr};
};

/// [B, T] true where a step belongs to the history; all true where `lengths` is undefined.
torch::Tensor history_mask(const torch::Tensor& inputs, const torch::Tensor& lengths);

/// Builders of the kinds, for the registry.
std::shared_ptr<Network> make_recurrent(const ModelConfig& config, std::int64_t channels, std::int64_t steps,
                                        std::int64_t outputs);
/// A stack of convolutions over the window, flattened into the head.
std::shared_ptr<Network> make_cnn(const ModelConfig& config, std::int64_t channels, std::int64_t steps,
                                  std::int64_t outputs);
/// A stack of convolutions, then an LSTM over the steps that are left.
std::shared_ptr<Network> make_cnn_lstm(const ModelConfig& config, std::int64_t channels, std::int64_t steps,
                                       std::int64_t outputs);

}  // namespace symh
