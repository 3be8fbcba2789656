#include "training/batch_gradients.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/utils.h>

#include <algorithm>

#include "core/memory.h"
#include "models/dropout.h"
#include "models/recycled.h"
#include "training/loss.h"

namespace symh {
namespace {

constexpr std::size_t evaluation_part_size = 1024;

/// Windows of a part in training. Fewer than 64 cost a core some of its speed, fewer than 32 much of it, so
/// that smaller parts are worth it only where there would be too few of them for some cores. The cores of the
/// machine have no say: they must not change the bytes.
std::size_t part_size(std::size_t batch) {
  constexpr std::size_t smallest = 32, largest = 64, wanted = 4;
  return std::clamp((batch + wanted - 1) / wanted, smallest, largest);
}

std::span<const std::int64_t> part_of(std::span<const std::int64_t> chosen, std::size_t part,
                                      std::size_t size) {
  const auto first = part * size;
  return chosen.subspan(first, std::min(size, chosen.size() - first));
}

/// A range of parts; the shares of all processes are every part.
struct Share {
  std::size_t first, count;
};

Share share_of(std::size_t parts, const ProcessGroup* group) {
  if (group == nullptr) return {0, parts};
  const auto rank = static_cast<std::size_t>(group->rank()), size = static_cast<std::size_t>(group->size());
  const auto first = parts * rank / size;
  return {first, parts * (rank + 1) / size - first};
}

std::size_t parts_of(std::size_t windows, std::size_t size) { return (windows + size - 1) / size; }

/// OpenBLAS keeps threads of its own, which LibTorch does not rule: with them a product would be split, and
/// its bytes differ, by the cores of the machine. Does nothing with another BLAS.
void set_blas_threads(int threads) {
  static const auto set = reinterpret_cast<void (*)(int)>(::dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
  if (set != nullptr) set(threads);
}

int blas_threads() {
  static const auto get = reinterpret_cast<int (*)()>(::dlsym(RTLD_DEFAULT, "openblas_get_num_threads"));
  return get == nullptr ? 1 : get();
}

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

BatchGradients::BatchGradients(Network& network, const Config& config, torch::Device device, int threads,
                               ProcessGroup* group)
    : network_(network),
      config_(config),
      device_(device),
      parameters_(network.parameters()),
      group_(group),
      threads_before_(at::get_num_threads()),
      blas_threads_before_(blas_threads()),
      pool_(device.is_cpu() ? static_cast<std::size_t>(threads) : 1, set_up_thread) {
  if (!device.is_cpu()) return;
  keep_freed_memory();
  at::set_num_threads(1);
  set_blas_threads(1);
}

BatchGradients::~BatchGradients() {
  at::set_num_threads(threads_before_);
  set_blas_threads(blas_threads_before_);
  drop_recycled();
}

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

/// In the order of the parts. A process without any adds nothing.
BatchGradients::Part BatchGradients::sum_of(std::vector<Part> parts) const {
  Part whole;
  if (parts.empty())
    for (const auto& parameter : parameters_) whole.gradients.push_back(at::zeros_like(parameter));
  else
    whole.gradients = std::move(parts.front().gradients);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    whole.loss += parts[i].loss;
    whole.weight += parts[i].weight;
    // Not in place: two biases that are added share one gradient.
    for (std::size_t p = 0; i > 0 && p < whole.gradients.size(); ++p)
      if (whole.gradients[p].defined()) whole.gradients[p] = whole.gradients[p] + parts[i].gradients[p];
  }
  return whole;
}

void BatchGradients::add_up_over_processes(Part& whole) const {
  if (group_ == nullptr) return;
  auto sums = torch::tensor({whole.loss, whole.weight}, torch::kFloat64).to(device_);
  group_->sum({sums});
  whole.loss = sums[0].item<double>();
  whole.weight = sums[1].item<double>();
  for (std::size_t p = 0; p < whole.gradients.size(); ++p) {
    auto& gradient = whole.gradients[p];
    gradient = gradient.defined() ? gradient.clone() : at::zeros_like(parameters_[p]);
  }
  group_->sum(whole.gradients);
}

double BatchGradients::backward(const Windows& windows, std::span<const std::int64_t> chosen,
                                std::uint64_t seed) {
  const auto size = device_.is_cpu() ? part_size(chosen.size()) : chosen.size();
  const auto share = share_of(parts_of(chosen.size(), size), group_);
  std::vector<Part> parts(share.count);
  pool_.run(parts.size(), [&](std::size_t i) {
    const auto part = share.first + i;
    parts[i] = part_gradients(windows, part_of(chosen, part, size), mixed_seed(seed, part));
  });
  auto whole = sum_of(std::move(parts));
  add_up_over_processes(whole);
  const double weight = std::max(whole.weight, 1.0);
  for (std::size_t p = 0; p < parameters_.size(); ++p)
    if (whole.gradients[p].defined()) parameters_[p].mutable_grad() = whole.gradients[p] / weight;
  return whole.loss / weight;
}

double BatchGradients::mean_loss(const Windows& windows) {
  const auto share =
      share_of(parts_of(static_cast<std::size_t>(windows.size()), evaluation_part_size), group_);
  std::vector<Part> parts(share.count);
  pool_.run(parts.size(), [&](std::size_t i) {
    const torch::NoGradGuard no_grad;
    const auto first = static_cast<std::int64_t>((share.first + i) * evaluation_part_size);
    const auto batch = to_device(windows.batch(first, evaluation_part_size), device_);
    const auto loss = batch_loss(network_.forward(batch.inputs, batch.lengths, batch.head), batch, config_,
                                 windows.scaling(), false);
    parts[i] = {loss.sum.item<double>(), loss.weight.item<double>(), {}};
  });
  auto whole = sum_of(std::move(parts));
  whole.gradients.clear();
  add_up_over_processes(whole);
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
