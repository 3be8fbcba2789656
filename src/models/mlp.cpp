#include <ATen/ATen.h>

#include <memory>

#include "core/error.h"
#include "models/dropout.h"
#include "models/fully_connected.h"
#include "models/graph_weights.h"
#include "models/parts.h"

namespace symh {
namespace {

/// Fully connected layers on the newest sample of the window and the features of the head.
class Mlp : public Network {
 public:
  using Network::forward;

  Mlp(const ModelConfig& config, const NetworkShape& shape) : dropout_(config.dropout) {
    auto width = shape.channels + shape.head;
    for (std::int64_t layer = 0; layer < config.layers; ++layer) {
      layers_.push_back(
          register_module("layer" + std::to_string(layer), torch::nn::Linear(width, config.units)));
      width = config.units;
    }
    head_ = register_module("head",
                            std::make_shared<Head>(width, config.head_units, shape.outputs, config.dropout));
  }

  torch::Tensor forward(const torch::Tensor& inputs, const torch::Tensor&,
                        const torch::Tensor& head) override {
    auto x = join(inputs.select(1, inputs.size(1) - 1), head);
    for (std::size_t layer = 0; layer < layers_.size(); ++layer)
      x = at::relu(fully_connected(layers_[layer], layer == 0 ? x : drop(x, dropout_, is_training())));
    return head_->forward(x);
  }

  graph::Value describe(const GraphWindow& window) const override {
    const GraphWeights weights(window.inputs.graph(), *this);
    auto x = join(select(window.inputs, 1, -1), window);
    for (std::size_t layer = 0; layer < layers_.size(); ++layer)
      x = relu(weights.linear("layer" + std::to_string(layer), x));
    return head_->describe(x);
  }

 private:
  std::vector<torch::nn::Linear> layers_;
  double dropout_;
  std::shared_ptr<Head> head_;
};

}  // namespace

std::shared_ptr<Network> make_mlp(const ModelConfig& config, const NetworkShape& shape) {
  if (config.output != ModelOutput::last)
    throw UsageError("model.output = \"" + std::string(name_of(config.output)) +
                     "\" needs a recurrent model.kind (rnn, lstm, gru); mlp gives \"last\"");
  return std::make_shared<Mlp>(config, shape);
}

}  // namespace symh
