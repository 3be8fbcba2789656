#include <ATen/ATen.h>

#include <algorithm>
#include <memory>

#include "models/conv_stack.h"
#include "models/parts.h"
#include "models/recurrent_stack.h"

namespace symh {
namespace {

class CnnLstm : public Network {
 public:
  using Network::forward;

  CnnLstm(const ModelConfig& config, const NetworkShape& shape)
      : convolutions_(register_module("convolutions",
                                      std::make_shared<ConvStack>(config, shape.channels, shape.steps))),
        recurrent_("lstm", config, convolutions_->filters()) {
    register_module("recurrent", recurrent_.module());
    head_ = register_module("head", std::make_shared<Head>(config.units + shape.head, config.head_units,
                                                           shape.outputs, config.dropout));
  }

  torch::Tensor forward(const torch::Tensor& inputs, const torch::Tensor& lengths,
                        const torch::Tensor& head) override {
    const auto features = convolutions_->forward(inputs, lengths).transpose(1, 2);
    const auto states = recurrent_.unroll(features, {}, truncate_);
    return head_->forward(join(states.last, head));
  }

  graph::Value describe(const GraphWindow& window) const override {
    const auto states = recurrent_.describe(transpose(convolutions_->describe(window), {0, 2, 1}));
    return head_->describe(join(select(states, 1, -1), window));
  }

  /// The strides leave the LSTM fewer steps, so that k samples are k / total_stride of them; at least one.
  void truncate_gradient(std::int64_t steps) override {
    truncate_ = steps > 0 ? std::max<std::int64_t>(1, steps / convolutions_->total_stride()) : 0;
  }

 private:
  std::shared_ptr<ConvStack> convolutions_;
  RecurrentStack recurrent_;
  std::shared_ptr<Head> head_;
  std::int64_t truncate_ = 0;
};

}  // namespace

/// A stack of convolutions, then an LSTM over the steps that are left.
std::shared_ptr<Network> make_cnn_lstm(const ModelConfig& config, const NetworkShape& shape) {
  return std::make_shared<CnnLstm>(config, shape);
}

}  // namespace symh
