#include "models/recurrent.h"

#include <ATen/ATen.h>

#include <limits>

#include "core/error.h"
#include "models/graph_weights.h"

namespace symh {

RecurrentNetwork::RecurrentNetwork(const ModelConfig& config, const NetworkShape& shape)
    : stack_(config.kind, config, shape.channels),
      output_(config.output),
      steps_(shape.steps),
      channels_(shape.channels),
      units_(config.units) {
  if (output_ == ModelOutput::all_steps && shape.head > 0)
    throw UsageError(
        "model.output = \"all_steps\" has no place for windows.head; use \"last\" or \"attention\"");
  register_module("recurrent", stack_.module());
  if (output_ == ModelOutput::attention) {
    attention_key_ = register_module("attention_key", torch::nn::Linear(config.units, config.units));
    attention_score_ = register_module(
        "attention_score", torch::nn::Linear(torch::nn::LinearOptions(config.units, 1).bias(false)));
  }
  const auto head_units = output_ == ModelOutput::all_steps ? 0 : config.head_units;
  head_ = register_module(
      "head", std::make_shared<Head>(config.units + shape.head, head_units, shape.outputs, config.dropout));
}

torch::Tensor RecurrentNetwork::attention_weights(const torch::Tensor& states, const torch::Tensor& lengths) {
  const auto scores = attention_score_(at::tanh(attention_key_(states))).squeeze(2);
  const auto outside = history_mask(states, lengths).logical_not();
  return at::softmax(scores.masked_fill(outside, -std::numeric_limits<float>::infinity()), 1);
}

torch::Tensor RecurrentNetwork::forward(const torch::Tensor& inputs, const torch::Tensor& lengths,
                                        const torch::Tensor& head) {
  const auto states = stack_.unroll(inputs, lengths, truncate_);
  if (output_ == ModelOutput::all_steps) return head_->forward(states.all);
  if (output_ == ModelOutput::last) return head_->forward(join(states.last, head));
  const auto weights = attention_weights(states.all, lengths);
  return head_->forward(join(at::bmm(weights.unsqueeze(1), states.all).squeeze(1), head));
}

/// Each history moved to the first steps of its window; the steps after it repeat its last sample.
graph::Value RecurrentNetwork::histories_in_front(const GraphWindow& window) const {
  if (window.whole) return window.inputs;
  const auto place = graph_steps(window.inputs.graph(), steps_) + (steps_ - unsqueeze(window.lengths, 1));
  const auto last = static_cast<double>(steps_ - 1);
  return gather(window.inputs, 1, for_every_column(where(less(last, place), last, place), channels_));
}

/// The average of the states of each history, by additive attention.
graph::Value RecurrentNetwork::attend(graph::Value states, const GraphWindow& window) const {
  const GraphWeights weights(states.graph(), *this);
  auto scores =
      weights.linear("attention_score", hyperbolic_tangent(weights.linear("attention_key", states)));
  if (!window.whole) {
    const auto inside = less(graph_steps(states.graph(), steps_), unsqueeze(window.lengths, 1));
    scores = where(unsqueeze(inside, 2), scores, -std::numeric_limits<double>::infinity());
  }
  return reduce_sum(softmax(scores, 1) * states, 1);
}

/// States do not see later inputs, so that the steps after a history do not change its last state.
graph::Value RecurrentNetwork::last_state(graph::Value states, const GraphWindow& window) const {
  if (window.whole) return select(states, 1, -1);
  const auto last = where(less(window.lengths, 1), 0.0, window.lengths - 1);
  return select(gather(states, 1, for_every_column(unsqueeze(last, 1), units_)), 1, 0);
}

graph::Value RecurrentNetwork::describe(const GraphWindow& window) const {
  const auto states = stack_.describe(histories_in_front(window));
  const auto features =
      output_ == ModelOutput::attention ? attend(states, window) : last_state(states, window);
  return head_->describe(join(features, window));
}

/// `rnn`, `lstm` and `gru`.
std::shared_ptr<Network> make_recurrent(const ModelConfig& config, const NetworkShape& shape) {
  return std::make_shared<RecurrentNetwork>(config, shape);
}

}  // namespace symh
