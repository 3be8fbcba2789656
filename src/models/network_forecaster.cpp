#include "models/network_forecaster.h"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <torch/utils.h>

#include <utility>
#include <vector>

#include "core/error.h"
#include "models/quantiles.h"

namespace symh {
namespace {

constexpr std::int64_t levels = std::ssize(typical_level_nt);
/// No training reaches it: weights of scaled inputs and outputs lie below 100.
constexpr double largest_weight = 1e6;

std::vector<float> typical_levels() { return {typical_level_nt.begin(), typical_level_nt.end()}; }

/// to_nt() of windows.h for an output [B, L] inside a graph.
graph::Value graph_to_nt(graph::Value output, const GraphWindow& window, const Scaling& scaling) {
  auto& graph = output.graph();
  const auto leads = std::ssize(scaling.target_scale);
  return output * graph.constant(scaling.target_scale, {1, leads}) +
         graph.constant(scaling.target_mean, {1, leads}) + window.base_nt;
}

}  // namespace

std::int64_t output_count(const Config& config) {
  const auto leads = std::ssize(config.windows.horizon);
  return leads * (config.model.task == Task::classification ? levels : outputs_per_lead(config));
}

NetworkForecaster::NetworkForecaster(std::shared_ptr<Network> network, const Config& config)
    : network_(std::move(network)),
      leads_(std::ssize(config.windows.horizon)),
      classifies_(config.model.task == Task::classification),
      bands_(config.training.bands && !classifies_) {}

/// [B, outputs]; of a network that gives an output at each step, those of the last step.
torch::Tensor NetworkForecaster::output(const Batch& batch) const {
  const torch::NoGradGuard no_grad;
  network_->eval();
  const auto all = network_->forward(batch.inputs, batch.lengths, batch.head);
  return all.dim() == 3 ? all.select(1, all.size(1) - 1) : all;
}

BatchForecast NetworkForecaster::forecast(const Batch& batch, const Scaling& scaling) const {
  const auto scaled = output(batch);
  if (classifies_) {
    const auto probabilities = at::softmax(scaled.view({scaled.size(0), leads_, levels}), 2);
    return {(probabilities * at::tensor(typical_levels())).sum(2), {}, probabilities};
  }
  const auto parts = take_apart(scaled, leads_, bands_);
  BatchForecast forecast{to_nt(parts.value, batch.base_nt, scaling)};
  if (!bands_) return forecast;
  std::vector<torch::Tensor> quantiles;
  for (std::int64_t q = 0; q < parts.quantiles.size(2); ++q)
    quantiles.push_back(to_nt(parts.quantiles.select(2, q), batch.base_nt, scaling));
  forecast.quantiles_nt = at::stack(quantiles, 2);
  return forecast;
}

GraphForecast NetworkForecaster::describe(const GraphWindow& window, const Scaling& scaling) const {
  const auto scaled = network_->describe(window);
  if (classifies_) {
    const auto probabilities = softmax(reshape(scaled, {-1, leads_, levels}), 2);
    const auto typical = scaled.graph().constant(typical_levels(), {1, 1, levels});
    return {reduce_sum(probabilities * typical, 2), {}, probabilities};
  }
  const auto parts = take_apart(scaled, leads_, bands_);
  GraphForecast forecast{graph_to_nt(parts.value, window, scaling)};
  if (!bands_) return forecast;
  std::vector<graph::Value> quantiles;
  for (const auto& quantile : parts.quantiles)
    quantiles.push_back(unsqueeze(graph_to_nt(quantile, window, scaling), 2));
  forecast.quantiles_nt = concat(quantiles, 2);
  return forecast;
}

ForecasterState NetworkForecaster::save() const {
  ForecasterState state;
  for (const auto& parameter : network_->named_parameters())
    state.tensors[parameter.key()] = parameter.value();
  return state;
}

void NetworkForecaster::restore(const ForecasterState& state) {
  const torch::NoGradGuard no_grad;
  for (auto& parameter : network_->named_parameters()) {
    const auto found = state.tensors.find(parameter.key());
    if (found == state.tensors.end() || found->second.sizes() != parameter.value().sizes())
      throw DataError(
          fmt::format("weight '{}' is missing, or has another shape than the configuration gives it; restore "
                      "the run folder or train again",
                      parameter.key()));
    if (!found->second.abs().le(largest_weight).all().item<bool>())  // a NaN fails too
      throw DataError(
          fmt::format("weight '{}' holds a number that is not finite or lies beyond {:.0e}; restore the run "
                      "folder or train again",
                      parameter.key(), largest_weight));
    parameter.value().copy_(found->second);
  }
  network_->eval();
}

}  // namespace symh
