#include "training/loss.h"

#include <ATen/ATen.h>
#include <torch/nn/functional/loss.h>

#include "models/quantiles.h"
#include "series/storms.h"

namespace symh {
namespace {

constexpr std::int64_t ignored = -100;
constexpr std::int64_t levels = 4;

torch::Tensor elementwise(const torch::Tensor& error, const Config& config, const Scaling& scaling) {
  if (config.training.loss == RegressionLoss::mse) return error * error;
  auto size = error.abs();
  if (config.training.loss == RegressionLoss::mae) return size;
  if (config.training.loss == RegressionLoss::pinball) return 0.5 * size;
  std::vector<float> deltas;
  for (const float scale : scaling.target_scale)
    deltas.push_back(static_cast<float>(config.training.huber_delta_nt) / scale);
  const auto delta = torch::tensor(deltas).to(error.device());
  return torch::where(size <= delta, 0.5 * error * error, delta * (size - 0.5 * delta));
}

/// Sum and weight over the targets that were observed.
BatchLoss masked_sum(const torch::Tensor& values, const torch::Tensor& there) {
  return {torch::where(there, values, torch::zeros_like(values)).sum(), there.sum()};
}

/// Pinball loss of every quantile, summed over them: [..., L].
torch::Tensor pinball(const torch::Tensor& quantiles, const torch::Tensor& targets) {
  const auto levels = torch::tensor(std::vector<double>(band_levels.begin(), band_levels.end()))
                          .to(targets.device(), targets.scalar_type());
  const auto error = targets.unsqueeze(-1) - quantiles;
  return torch::maximum(levels * error, (levels - 1) * error).sum(-1);
}

/// 1 + storm_weight for every 100 nT below zero; undefined if all windows have the same weight.
torch::Tensor storm_weights(const Batch& batch, const Config& config) {
  if (config.training.storm_weight == 0) return {};
  return 1 + config.training.storm_weight * batch.observed_nt.nan_to_num(0.0).clamp_max(0.0) / -100.0;
}

BatchLoss regression_loss(const torch::Tensor& output, const torch::Tensor& targets,
                          const torch::Tensor& weights, const Config& config, const Scaling& scaling) {
  const auto there = targets.isnan().logical_not();
  const auto known = torch::where(there, targets, torch::zeros_like(targets));
  const auto parts = take_apart(output, config);
  auto loss = elementwise(parts.value - known, config, scaling);
  if (parts.quantiles.defined()) loss = loss + pinball(parts.quantiles, known);
  return masked_sum(weights.defined() ? loss * weights : loss, there);
}

/// Storm level at each valid time, `ignored` if it was not observed.
torch::Tensor observed_levels(const torch::Tensor& observed_nt) {
  auto classes = torch::zeros_like(observed_nt, torch::kInt64);
  for (const float threshold : default_storm_thresholds_nt)
    classes += (observed_nt <= threshold).to(torch::kInt64);
  return classes.masked_fill(observed_nt.isnan(), ignored);
}

BatchLoss classification_loss(const torch::Tensor& output, const Batch& batch, const Config& config) {
  namespace F = torch::nn::functional;
  auto options = F::CrossEntropyFuncOptions().ignore_index(ignored).reduction(torch::kSum);
  const auto classes = observed_levels(batch.observed_nt).reshape({-1});
  const auto there = classes != ignored;
  auto weight = there.sum();
  if (!config.model.class_weights.empty()) {
    const auto weights =
        torch::tensor(config.model.class_weights, torch::kFloat64).to(output.device(), output.dtype());
    options.weight(weights);
    weight = weights.index_select(0, classes.masked_select(there)).sum();
  }
  return {F::cross_entropy(output.reshape({-1, levels}), classes, options), weight};
}

}  // namespace

torch::Tensor BatchLoss::mean() const {
  return sum / torch::where(weight > 0, weight, torch::ones_like(weight));
}

bool uses_step_targets(const Config& config) { return config.model.output == ModelOutput::all_steps; }

BatchLoss batch_loss(const torch::Tensor& output, const Batch& batch, const Config& config,
                     const Scaling& scaling, bool training) {
  if (config.model.task == Task::classification) return classification_loss(output, batch, config);
  if (output.dim() == 2)
    return regression_loss(output, batch.targets, storm_weights(batch, config), config, scaling);
  if (!training)
    return regression_loss(output.select(1, output.size(1) - 1), batch.targets, {}, config, scaling);
  auto loss = regression_loss(output, batch.step_targets, {}, config, scaling);
  loss.sum = loss.sum * static_cast<double>(output.size(1));
  return loss;
}

}  // namespace symh
