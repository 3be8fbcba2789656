#include "models/conv_stack.h"

#include <ATen/ATen.h>

#include "core/error.h"
#include "models/graph_weights.h"
#include "models/parts.h"
#include "models/product_parts.h"
#include "models/time_convolution.h"

namespace symh {
namespace {

void check_lists(const ModelConfig& config) {
  const auto count = config.filters.size();
  if (count > 0 && config.kernels.size() == count && config.strides.size() == count) return;
  throw UsageError("model.filters, model.kernels and model.strides need one entry a convolution, but have " +
                   std::to_string(count) + ", " + std::to_string(config.kernels.size()) + " and " +
                   std::to_string(config.strides.size()));
}

void check_output(const ModelConfig& config) {
  if (config.output == ModelOutput::last) return;
  throw UsageError("model.output = \"" + std::string(name_of(config.output)) +
                   "\" needs a recurrent model.kind (rnn, lstm, gru); " + config.kind + " gives \"last\"");
}

std::int64_t steps_convolved(const ModelConfig& config, std::size_t layer, std::int64_t steps) {
  const auto padded = steps + 2 * config.padding;
  if (padded >= config.kernels[layer]) return (padded - config.kernels[layer]) / config.strides[layer] + 1;
  throw UsageError("model.kernels: kernel " + std::to_string(layer + 1) + " of " +
                   std::to_string(config.kernels[layer]) + " samples is longer than the " +
                   std::to_string(padded) +
                   " that are left of the window; lower model.kernels or "
                   "model.strides, or raise windows.lookback or model.padding");
}

std::int64_t steps_pooled(const ModelConfig& config, std::size_t layer, std::int64_t steps) {
  if (config.pooling == Pooling::none) return steps;
  if (steps >= config.pool_size) return steps / config.pool_size;
  throw UsageError("model.pool_size: " + std::to_string(config.pool_size) + " is longer than the " +
                   std::to_string(steps) + " steps left after convolution " + std::to_string(layer + 1) +
                   "; lower model.pool_size or model.strides, or raise windows.lookback");
}

}  // namespace

ConvStack::ConvStack(const ModelConfig& config, std::int64_t channels, std::int64_t steps)
    : activation_(config.activation),
      pooling_(config.pooling),
      pool_size_(config.pool_size),
      padding_(config.padding),
      strides_(config.strides) {
  check_output(config);
  check_lists(config);
  filters_ = channels + 1;
  steps_left_ = steps;
  for (std::size_t layer = 0; layer < config.filters.size(); ++layer) {
    steps_left_ = steps_pooled(config, layer, steps_convolved(config, layer, steps_left_));
    total_stride_ *= config.strides[layer] * (pooling_ == Pooling::none ? 1 : pool_size_);
    convolutions_.push_back(register_module(
        std::to_string(layer),
        torch::nn::Conv1d(torch::nn::Conv1dOptions(filters_, config.filters[layer], config.kernels[layer])
                              .stride(config.strides[layer])
                              .padding(config.padding))));
    filters_ = config.filters[layer];
  }
}

torch::Tensor ConvStack::activate(const torch::Tensor& x) const {
  switch (activation_) {
    case Activation::tanh:
      return at::tanh(x);
    case Activation::gelu:
      return at::gelu(x);
    case Activation::relu:
      break;
  }
  return at::relu(x);
}

torch::Tensor ConvStack::pool(const torch::Tensor& x) const {
  switch (pooling_) {
    case Pooling::max:
      return at::max_pool1d(x, pool_size_);
    case Pooling::average:
      return at::avg_pool1d(x, pool_size_);
    case Pooling::none:
      break;
  }
  return x;
}

torch::Tensor ConvStack::forward(const torch::Tensor& inputs, const torch::Tensor& lengths) {
  if (product_takes(inputs) && inputs.size(0) > 0) return forward_by_rows(inputs, lengths);
  const auto there = history_mask(inputs, lengths).unsqueeze(2);
  const auto history = lengths.defined() ? inputs.masked_fill(there.logical_not(), 0.0) : inputs;
  auto x = at::cat({history, there.to(inputs.dtype())}, 2).transpose(1, 2);
  for (auto& convolution : convolutions_) x = pool(activate(convolution(x)));
  return x;
}

torch::Tensor ConvStack::forward_by_rows(const torch::Tensor& inputs, const torch::Tensor& lengths) {
  const auto rows_of = [this](std::size_t layer, std::int64_t steps) {
    if (layer == convolutions_.size()) return StepRows{0, steps, steps};
    return padded_rows(steps, convolutions_[layer]->weight.size(2), strides_[layer], padding_);
  };
  const bool relu = activation_ == Activation::relu, fused = relu && pooling_ == Pooling::none;
  auto from = rows_of(0, inputs.size(1));
  auto x = history_rows(inputs, lengths, from);
  for (std::size_t layer = 0; layer < convolutions_.size(); ++layer) {
    const auto& weight = convolutions_[layer]->weight;
    const auto steps = (from.steps + 2 * padding_ - weight.size(2)) / strides_[layer] + 1;
    const auto to = fused ? rows_of(layer + 1, steps) : StepRows{0, steps, steps};
    x = convolve_rows(x, from, weight, convolutions_[layer]->bias, strides_[layer], relu, to);
    from = to;
    if (fused) continue;
    const auto outputs = x.view({inputs.size(0), steps, weight.size(0)});
    const auto pooled = pool((relu ? outputs : activate(outputs)).transpose(1, 2)).transpose(1, 2);
    from = rows_of(layer + 1, pooled.size(1));
    x = step_rows(pooled, from);
  }
  return x.view({inputs.size(0), steps_left_, filters_}).transpose(1, 2);
}

graph::Value ConvStack::activate(graph::Value x) const {
  if (activation_ == Activation::tanh) return hyperbolic_tangent(x);
  if (activation_ == Activation::gelu) return gelu(x);
  return relu(x);
}

graph::Value ConvStack::pool(graph::Value x) const {
  if (pooling_ == Pooling::max) return max_pool1d(x, pool_size_);
  if (pooling_ == Pooling::average) return average_pool1d(x, pool_size_);
  return x;
}

graph::Value ConvStack::describe(const GraphWindow& window) const {
  const GraphWeights weights(window.inputs.graph(), *this);
  const auto there = window.whole ? slice(window.inputs, 2, 0, 1) * 0.0 + 1.0
                                  : cast(unsqueeze(window.present, 2), graph::DataType::float32);
  auto x = transpose(graph::concat({window.inputs, there}, 2), {0, 2, 1});
  for (std::size_t layer = 0; layer < convolutions_.size(); ++layer) {
    const auto name = std::to_string(layer);
    x = conv1d(x, weights(name + ".weight"), weights(name + ".bias"), strides_[layer], padding_);
    x = pool(activate(x));
  }
  return x;
}

}  // namespace symh
