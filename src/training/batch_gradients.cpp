#include "training/batch_gradients.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/utils.h>

#include <algorithm>

#include "models/dropout.h"
#include "training/loss.h"

namespace symh {
namespace {

/// Windows of a part in training: as small as leaves a core's speed whole, so that there are parts for many
/// cores.
constexpr std::size_t part_size = 64;
constexpr std::size_t evaluation_part_size = 1024;

std::span<const std::int64_t> part_of(std::span<const std::int64_t> chosen, std::size_t part,
                                      std::size_t size) {
  const auto first = part * size;
  return chosen.subspan(first, std::min(size, chosen.size() - first));
}

std::size_t parts_of(std::size_t windows, std::size_t size) { return (windows + size - 1) / size; }

/// As every thread of a training has it.
void set_up_thread() {
  at::set_num_threads(1);
  at::globalContext().setFlushDenormal(true);
}

}  // namespace

/// Sums over the windows of one part.
struct BatchGradients::Part {
  double loss = 0, weight = 0;
  std::vector<torch::Tensor> gradients;
};

BatchGradients::BatchGradients(Network& network, const Config& config, torch::Device device, int threads)
    : network_(network),
      config_(config),
      device_(device),
      parameters_(network.parameters()),
      threads_before_(at::get_num_threads()),
      pool_(device.is_cpu() ? static_cast<std::size_t>(threads) : 1, set_up_thread) {
  if (device.is_cpu()) at::set_num_threads(1);
}

BatchGradients::~BatchGradients() { at::set_num_threads(threads_before_); }

BatchGradients::Part BatchGradients::part_gradients(const Windows& windows,
                                                    std::span<const std::int64_t> chosen,
                                                    std::uint64_t seed) {
  Windows::Request request;
  request.step_targets = config_.model.output == "all_steps";
  if (config_.windows.lookback_min > Minutes{0}) request.random_length_seed = seed;
  const DropoutStream dropout(seed);
  const auto batch = to_device(windows.batch(chosen, request), device_);
  const auto loss = batch_loss(network_.forward(batch.inputs, batch.lengths, batch.head), batch, config_,
                               windows.scaling(), true);
  Part part{loss.sum.item<double>(), loss.weight.item<double>(), {}};
  part.gradients = torch::autograd::grad({loss.sum}, parameters_, {}, {}, false, /*allow_unused=*/true);
  return part;
}

double BatchGradients::backward(const Windows& windows, std::span<const std::int64_t> chosen,
                                std::uint64_t seed) {
  const auto size = device_.is_cpu() ? part_size : chosen.size();
  std::vector<Part> parts(parts_of(chosen.size(), size));
  pool_.run(parts.size(), [&](std::size_t i) {
    parts[i] = part_gradients(windows, part_of(chosen, i, size), mixed_seed(seed, i));
  });
  Part whole = std::move(parts.front());
  for (std::size_t i = 1; i < parts.size(); ++i) {
    whole.loss += parts[i].loss;
    whole.weight += parts[i].weight;
    for (std::size_t p = 0; p < parameters_.size(); ++p)
      if (whole.gradients[p].defined()) whole.gradients[p] = whole.gradients[p] + parts[i].gradients[p];
  }
  const double weight = std::max(whole.weight, 1.0);
  // Not in place: two biases that are added share one gradient.
  for (std::size_t p = 0; p < parameters_.size(); ++p)
    if (whole.gradients[p].defined()) parameters_[p].mutable_grad() = whole.gradients[p] / weight;
  return whole.loss / weight;
}

double BatchGradients::mean_loss(const Windows& windows) {
  const auto count = static_cast<std::size_t>(windows.size());
  std::vector<Part> parts(parts_of(count, evaluation_part_size));
  pool_.run(parts.size(), [&](std::size_t i) {
    const torch::NoGradGuard no_grad;
    const auto batch = to_device(windows.batch(static_cast<std::int64_t>(i * evaluation_part_size),
                                               static_cast<std::int64_t>(evaluation_part_size)),
                                 device_);
    const auto loss = batch_loss(network_.forward(batch.inputs, batch.lengths, batch.head), batch, config_,
                                 windows.scaling(), false);
    parts[i] = {loss.sum.item<double>(), loss.weight.item<double>(), {}};
  });
  Part whole;
  for (const auto& part : parts) {
    whole.loss += part.loss;
    whole.weight += part.weight;
  }
  return whole.loss / std::max(whole.weight, 1.0);
}

Batch to_device(Batch batch, torch::Device device) {
  if (device.is_cpu()) return batch;
  for (auto* tensor : {&batch.inputs, &batch.head, &batch.targets, &batch.last_nt, &batch.base_nt,
                       &batch.observed_nt, &batch.step_targets})
    if (tensor->defined()) *tensor = tensor->to(device);
  return batch;
}

std::uint64_t mixed_seed(std::uint64_t seed, std::uint64_t count) {
  std::uint64_t z = seed * 0x9E3779B97F4A7C15ULL + count + 1;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return (z ^ (z >> 31)) >> 1;
}

}  // namespace symh
