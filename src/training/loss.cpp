#include "training/loss.h"

#include <ATen/ATen.h>
#include <torch/nn/functional/loss.h>

#include "series/storms.h"

namespace symh {
namespace {

constexpr std::int64_t ignored = -100;
constexpr std::int64_t levels = 4;

torch::Tensor elementwise(const torch::Tensor& error, const Config& config, const Scaling& scaling) {
  if (config.training.loss == "mse") return error * error;
  auto size = error.abs();
  if (config.training.loss == "mae") return size;
  std::vector<float> deltas;
  for (const float scale : scaling.target_scale)
    deltas.push_back(static_cast<float>(config.training.huber_delta_nt) / scale);
  const auto delta = torch::tensor(deltas).to(error.device());
  return torch::where(size <= delta, 0.5 * error * error, delta * (size - 0.5 * delta));
}

/// Mean over what is there; a batch without any target gives zero.
torch::Tensor masked_mean(const torch::Tensor& values, const torch::Tensor& there) {
  return torch::where(there, values, torch::zeros_like(values)).sum() / there.sum().clamp_min(1);
}

torch::Tensor regression_loss(const torch::Tensor& output, const torch::Tensor& targets, const Config& config,
                              const Scaling& scaling) {
  const auto there = targets.isnan().logical_not();
  const auto error = output - torch::where(there, targets, torch::zeros_like(targets));
  return masked_mean(elementwise(error, config, scaling), there);
}

/// Storm level at each valid time, `ignored` where it was not observed.
torch::Tensor observed_levels(const torch::Tensor& observed_nt) {
  auto classes = torch::zeros_like(observed_nt, torch::kInt64);
  for (const float threshold : default_storm_thresholds_nt)
    classes += (observed_nt <= threshold).to(torch::kInt64);
  return classes.masked_fill(observed_nt.isnan(), ignored);
}

torch::Tensor classification_loss(const torch::Tensor& output, const Batch& batch, const Config& config) {
  namespace F = torch::nn::functional;
  auto options = F::CrossEntropyFuncOptions().ignore_index(ignored);
  if (!config.model.class_weights.empty())
    options.weight(
        torch::tensor(config.model.class_weights, torch::kFloat64).to(output.device(), output.dtype()));
  return F::cross_entropy(output.reshape({-1, levels}), observed_levels(batch.observed_nt).reshape({-1}),
                          options);
}

}  // namespace

torch::Tensor batch_loss(const torch::Tensor& output, const Batch& batch, const Config& config,
                         const Scaling& scaling, bool training) {
  if (config.model.task == "classification") return classification_loss(output, batch, config);
  if (output.dim() == 2) return regression_loss(output, batch.targets, config, scaling);
  if (training)
    return regression_loss(output, batch.step_targets, config, scaling) * static_cast<double>(output.size(1));
  return regression_loss(output.select(1, output.size(1) - 1), batch.targets, config, scaling);
}

}  // namespace symh
