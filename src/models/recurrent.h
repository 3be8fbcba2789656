#pragma once
#include <memory>

#include "models/network.h"
#include "models/parts.h"
#include "models/recurrent_stack.h"

namespace symh {

/// `rnn`, `lstm` and `gru`. model.output chooses the input of the head: the last state, every state, or the
/// average of all states, weighted by additive attention (Bahdanau, Cho & Bengio 2015).
class RecurrentNetwork : public Network {
 public:
  /// Throws UsageError if features of windows.head would have to join every step (all_steps).
  RecurrentNetwork(const ModelConfig& config, const NetworkShape& shape);

  using Network::forward;
  torch::Tensor forward(const torch::Tensor& inputs, const torch::Tensor& lengths,
                        const torch::Tensor& head) override;
  graph::Value describe(const GraphWindow& window) const override;
  void truncate_gradient(std::int64_t steps) override { truncate_ = steps; }

  /// [B, T], summing to 1 over the steps of each history and 0 before it; model.output = attention only.
  torch::Tensor attention_weights(const torch::Tensor& states, const torch::Tensor& lengths);

 private:
  graph::Value histories_in_front(const GraphWindow& window) const;
  graph::Value attend(graph::Value states, const GraphWindow& window) const;
  graph::Value last_state(graph::Value states, const GraphWindow& window) const;

  RecurrentStack stack_;
  ModelOutput output_;
  torch::nn::Linear attention_key_{nullptr};
  torch::nn::Linear attention_score_{nullptr};
  std::shared_ptr<Head> head_;
  std::int64_t truncate_ = 0;
  std::int64_t steps_, channels_, units_;
};

}  // namespace symh
