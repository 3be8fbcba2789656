#include "exporting/network.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <limits>
#include <numeric>

namespace symh {
namespace {

/// The parameters of a network as constants of a graph.
class Weights {
 public:
  Weights(graph::Graph& graph, const Network& network) : graph_(graph), all_(network.named_parameters()) {}

  graph::Value operator()(const std::string& name) const { return constant(all_[name]); }
  bool contains(const std::string& name) const { return all_.contains(name); }
  /// Columns of a matrix.
  std::int64_t width(const std::string& name) const { return all_[name].size(1); }

  /// x A^T + b of the fully connected layer `name`.
  graph::Value linear(const std::string& name, graph::Value x) const {
    const auto product = matmul(x, constant(all_[name + ".weight"].t()));
    return contains(name + ".bias") ? product + (*this)(name + ".bias") : product;
  }

 private:
  graph::Value constant(const torch::Tensor& tensor) const {
    const auto plain = tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
    const auto* first = plain.data_ptr<float>();
    return graph_.constant(std::vector<float>(first, first + plain.numel()), plain.sizes().vec());
  }

  graph::Graph& graph_;
  torch::OrderedDict<std::string, torch::Tensor> all_;
};

graph::Value activate(graph::Value x, Activation activation) {
  if (activation == Activation::tanh) return hyperbolic_tangent(x);
  if (activation == Activation::gelu) return gelu(x);
  return relu(x);
}

graph::Value pool(graph::Value x, const ModelConfig& config) {
  if (config.pooling == Pooling::max) return max_pool1d(x, config.pool_size);
  if (config.pooling == Pooling::average) return average_pool1d(x, config.pool_size);
  return x;
}

/// ConvStack: [B, filters, steps left]. It sees where the history is as one channel more.
graph::Value convolutions(const Weights& weights, const ModelConfig& config, const GraphWindow& window) {
  const auto there = window.whole ? slice(window.inputs, 2, 0, 1) * 0.0 + 1.0
                                  : cast(unsqueeze(window.present, 2), graph::DataType::float32);
  auto x = transpose(graph::concat({window.inputs, there}, 2), {0, 2, 1});
  for (std::size_t layer = 0; layer < config.filters.size(); ++layer) {
    const auto name = fmt::format("convolutions.{}", layer);
    x = conv1d(x, weights(name + ".weight"), weights(name + ".bias"), config.strides[layer], config.padding);
    x = pool(activate(x, config.activation), config);
  }
  return x;
}

/// A [B, n] of places in time as gather() wants it on [B, T, width].
graph::Value for_all(graph::Value places, std::int64_t width) {
  const auto zeros =
      places.graph().constant(std::vector<std::int64_t>(static_cast<std::size_t>(width), 0), {1, 1, width});
  return unsqueeze(places, 2) + zeros;
}

graph::Value steps_of(graph::Graph& graph, std::int64_t count) {
  std::vector<std::int64_t> places(static_cast<std::size_t>(count));
  std::iota(places.begin(), places.end(), 0);
  return graph.constant(places, {1, count});
}

/// A history at the beginning of its window instead of the end; what comes after it is its last step.
graph::Value to_the_front(const GraphWindow& window, std::int64_t steps, std::int64_t channels) {
  const auto place = steps_of(window.inputs.graph(), steps) + (steps - unsqueeze(window.lengths, 1));
  const double last = static_cast<double>(steps - 1);
  return gather(window.inputs, 1, for_all(where(less(last, place), last, place), channels));
}

graph::Value recurrent_layers(const Weights& weights, const std::string& kind, const ModelConfig& config,
                              graph::Value x) {
  const auto op = kind == "lstm"                              ? graph::Op::lstm
                  : kind == "gru"                             ? graph::Op::gru
                  : config.nonlinearity == Nonlinearity::relu ? graph::Op::rnn_relu
                                                              : graph::Op::rnn_tanh;
  for (std::int64_t layer = 0; layer < config.layers; ++layer) {
    const auto of_layer = [&](const char* name) {
      return weights(fmt::format("recurrent.{}_l{}", name, layer));
    };
    x = recurrent(op, x,
                  {of_layer("weight_ih"), of_layer("weight_hh"), of_layer("bias_ih"), of_layer("bias_hh")},
                  config.units);
  }
  return x;
}

/// The average of states [B, T, units] by additive attention, over the first `lengths` of them.
graph::Value attend(const Weights& weights, graph::Value states, const GraphWindow& window,
                    std::int64_t steps) {
  auto scores =
      weights.linear("attention_score", hyperbolic_tangent(weights.linear("attention_key", states)));
  if (!window.whole) {
    const auto inside = less(steps_of(states.graph(), steps), unsqueeze(window.lengths, 1));
    scores = where(unsqueeze(inside, 2), scores, -std::numeric_limits<double>::infinity());
  }
  return reduce_sum(softmax(scores, 1) * states, 1);
}

/// States do not see later inputs, so that the state after a history is the same whatever follows it.
graph::Value last_state(graph::Value states, const GraphWindow& window, std::int64_t units) {
  if (window.whole) return select(states, 1, -1);
  const auto last = where(less(window.lengths, 1), 0.0, window.lengths - 1);
  return select(gather(states, 1, for_all(unsqueeze(last, 1), units)), 1, 0);
}

graph::Value recurrent_features(const Weights& weights, const Config& config, const GraphWindow& window) {
  const auto steps = longest_history(config.windows);
  const auto channels = std::ssize(config.windows.channels);
  const auto inputs = window.whole ? window.inputs : to_the_front(window, steps, channels);
  const auto states = recurrent_layers(weights, config.model.kind, config.model, inputs);
  if (config.model.output == ModelOutput::attention) return attend(weights, states, window, steps);
  return last_state(states, window, config.model.units);
}

/// [B, filters, steps left] as [B, as many as the fully connected end takes beside the head].
graph::Value flatten(graph::Value convolved, const Weights& weights, std::int64_t head_count) {
  const auto* first = weights.contains("head.hidden.weight") ? "head.hidden.weight" : "head.output.weight";
  return reshape(convolved, {-1, weights.width(first) - head_count});
}

/// What the fully connected end sees, before the features of the head join it.
graph::Value features(const Weights& weights, const Config& config, const GraphWindow& window) {
  const auto& model = config.model;
  if (model.kind == "mlp") return select(window.inputs, 1, -1);
  if (model.kind != "cnn" && model.kind != "cnn_lstm") return recurrent_features(weights, config, window);
  const auto convolved = convolutions(weights, model, window);
  if (model.kind == "cnn") return flatten(convolved, weights, window.head_count);
  return select(recurrent_layers(weights, "lstm", model, transpose(convolved, {0, 2, 1})), 1, -1);
}

}  // namespace

graph::Value network_output(const Model& model, const GraphWindow& window) {
  const Weights weights(window.inputs.graph(), *model.network);
  auto x = features(weights, model.config, window);
  if (window.head_count > 0) x = graph::concat({x, window.head}, 1);
  if (model.config.model.kind == "mlp")
    for (std::int64_t layer = 0; layer < model.config.model.layers; ++layer)
      x = relu(weights.linear(fmt::format("layer{}", layer), x));
  if (weights.contains("head.hidden.weight")) x = relu(weights.linear("head.hidden", x));
  return weights.linear("head.output", x);
}

}  // namespace symh
