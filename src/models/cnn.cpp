#include "models/conv_stack.h"
#include "models/parts.h"

namespace symh {
namespace {

class Cnn : public Network {
 public:
  using Network::forward;

  Cnn(const ModelConfig& config, const NetworkShape& shape)
      : stack_(register_module("convolutions",
                               std::make_shared<ConvStack>(config, shape.channels, shape.steps))),
        head_(register_module("head",
                              std::make_shared<Head>(stack_->filters() * stack_->steps_left() + shape.head,
                                                     config.head_units, shape.outputs, config.dropout))) {}

  torch::Tensor forward(const torch::Tensor& inputs, const torch::Tensor& lengths,
                        const torch::Tensor& head) override {
    return head_->forward(join(stack_->forward(inputs, lengths).flatten(1), head));
  }

  graph::Value describe(const GraphWindow& window) const override {
    const auto features = reshape(stack_->describe(window), {-1, stack_->filters() * stack_->steps_left()});
    return head_->describe(join(features, window));
  }

 private:
  std::shared_ptr<ConvStack> stack_;
  std::shared_ptr<Head> head_;
};

}  // namespace

/// A stack of convolutions over the window, flattened into the head.
std::shared_ptr<Network> make_cnn(const ModelConfig& config, const NetworkShape& shape) {
  return std::make_shared<Cnn>(config, shape);
}

}  // namespace symh
