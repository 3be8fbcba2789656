#include "training/batch_gradients.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/utils.h>

#include <algorithm>
#include <chrono>
#include <numeric>
#include <optional>
#include <span>

#include "core/memory.h"
#include "models/dropout.h"
#include "models/recycled.h"
#include "training/loss.h"

namespace symh {
namespace {

constexpr std::size_t evaluation_part_size = 1024;

/// Windows of a part in training. With fewer than 64 a core loses some of its speed, with fewer than 32 much
/// of it, so parts get smaller only to have enough of them for four cores. The number does not depend on the
/// cores of this machine, because it changes the bytes.
std::size_t part_size(std::size_t batch) {
  constexpr std::size_t smallest = 32, largest = 64, wanted = 4;
  return std::clamp((batch + wanted - 1) / wanted, smallest, largest);
}

std::span<const std::int64_t> part_of(std::span<const std::int64_t> chosen, std::size_t part,
                                      std::size_t size) {
  const auto first = part * size;
  return chosen.subspan(first, std::min(size, chosen.size() - first));
}

/// A range of parts; the shares of all processes together are all parts.
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

std::vector<std::int64_t> numbers_from(std::size_t first, std::size_t count) {
  std::vector<std::int64_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), static_cast<std::int64_t>(first));
  return numbers;
}

/// OpenBLAS has threads of its own, which LibTorch does not control. They would split a product by the cores
/// of the machine, and its bytes would differ. Does nothing with another BLAS.
void set_blas_threads(int threads) {
  static const auto set = reinterpret_cast<void (*)(int)>(::dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
  if (set != nullptr) set(threads);
}

int blas_threads() {
  static const auto get = reinterpret_cast<int (*)()>(::dlsym(RTLD_DEFAULT, "openblas_get_num_threads"));
  return get == nullptr ? 1 : get();
}

/// The state that every thread of a training runs in.
void set_up_thread() {
  at::set_num_threads(1);
  at::globalContext().setFlushDenormal(true);
}

}  // namespace

/// A part of a batch that this process computes, with the seed of that part.
struct BatchGradients::Order {
  BatchRequest request;
  std::uint64_t seed;
};

/// Sums over the windows of one part.
struct BatchGradients::Part {
  double loss = 0, weight = 0;
  std::vector<torch::Tensor> gradients;
};

BatchGradients::BatchGradients(Network& network, const Config& config, torch::Device device, int threads,
                               ProcessGroup* group, Feeding feeding, StepSeconds step_seconds)
    : network_(network),
      config_(config),
      device_(device),
      precision_(choose_precision(config.training.precision, device)),
      feed_(device, feeding),
      parameters_(network.parameters()),
      group_(group),
      threads_before_(at::get_num_threads()),
      blas_threads_before_(blas_threads()),
      pool_(feeding == Feeding::cut ? static_cast<std::size_t>(threads) : 1, set_up_thread),
      pick_(std::min(pool_.threads(), parts_of_step()), config.training.threads == 0),
      step_seconds_(std::move(step_seconds)) {
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

std::size_t BatchGradients::size_of_parts(std::size_t batch) const {
  if (feed_.feeding() == Feeding::cut) return part_size(batch);
  const auto processes = group_ == nullptr ? 1 : static_cast<std::size_t>(group_->size());
  return std::max<std::size_t>(parts_of(batch, processes), 1);
}

/// Parts of a full batch that this process computes.
std::size_t BatchGradients::parts_of_step() const {
  const auto batch = static_cast<std::size_t>(config_.training.batch_size);
  return std::max<std::size_t>(share_of(parts_of(batch, size_of_parts(batch)), group_).count, 1);
}

/// The parts of a batch that this process computes.
std::vector<BatchGradients::Order> BatchGradients::orders_of(const TrainingBatch& batch) const {
  const auto size = size_of_parts(batch.chosen.size());
  const auto share = share_of(parts_of(batch.chosen.size(), size), group_);
  std::vector<Order> orders;
  for (auto part = share.first; part < share.first + share.count; ++part) {
    const auto chosen = part_of(batch.chosen, part, size);
    const auto seed = mixed_seed(batch.seed, part);
    Windows::Request request;
    request.step_targets = uses_step_targets(config_);
    if (config_.windows.lookback_min > Minutes{0}) request.random_length_seed = seed;
    orders.push_back({{&batch.windows, {chosen.begin(), chosen.end()}, request}, seed});
  }
  return orders;
}

BatchGradients::Part BatchGradients::part_gradients(const Order& order, const Batch& batch) {
  const DropoutStream dropout(order.seed);
  torch::Tensor output;
  {
    const Autocast autocast(device_, precision_);
    output = network_.forward(batch.inputs, batch.lengths, batch.head);
  }
  const auto loss =
      batch_loss(output.to(torch::kFloat32), batch, config_, order.request.windows->scaling(), true);
  // Before item() reads the loss, which waits for the device.
  auto gradients = torch::autograd::grad({loss.sum}, parameters_, {}, {}, false, /*allow_unused=*/true);
  return {loss.sum.item<double>(), loss.weight.item<double>(), std::move(gradients)};
}

/// Adds in the order of the parts. A process without parts adds nothing.
BatchGradients::Part BatchGradients::sum_of(std::vector<Part> parts) const {
  Part whole;
  if (parts.empty())
    for (const auto& parameter : parameters_) whole.gradients.push_back(at::zeros_like(parameter));
  else
    whole.gradients = std::move(parts.front().gradients);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    whole.loss += parts[i].loss;
    whole.weight += parts[i].weight;
    // Not in place: two biases that the network adds share one gradient tensor.
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

double BatchGradients::backward(const TrainingBatch& batch, const TrainingBatch* next) {
  const auto orders = orders_of(batch);
  const auto later = next != nullptr && looks_ahead() ? orders_of(*next) : std::vector<Order>{};
  const auto after = [&](std::size_t i) {
    if (i + 1 < orders.size()) return &orders[i + 1].request;
    return later.empty() ? nullptr : &later.front().request;
  };
  std::vector<Part> parts(orders.size());
  const auto work = [&](std::size_t i) {
    parts[i] = part_gradients(orders[i], feed_.take(orders[i].request, after(i)));
  };
  const auto started = std::chrono::steady_clock::now();
  pool_.run(parts.size(), work, pick_.threads());
  // The last batch of an epoch may be small, and would seem fast.
  if (batch.chosen.size() == static_cast<std::size_t>(config_.training.batch_size)) {
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    pick_.took(step_seconds_ ? step_seconds_(seconds, pick_.threads()) : seconds);
  }
  auto whole = sum_of(std::move(parts));
  add_up_over_processes(whole);
  const double weight = std::max(whole.weight, 1.0);
  for (std::size_t p = 0; p < parameters_.size(); ++p)
    if (whole.gradients[p].defined()) parameters_[p].mutable_grad() = whole.gradients[p] / weight;
  return whole.loss / weight;
}

double BatchGradients::mean_loss(const Windows& windows) {
  const auto all = static_cast<std::size_t>(windows.size());
  const auto share = share_of(parts_of(all, evaluation_part_size), group_);
  const auto request = [&](std::size_t i) {
    const auto first = (share.first + i) * evaluation_part_size;
    return BatchRequest{&windows, numbers_from(first, std::min(evaluation_part_size, all - first)), {}};
  };
  std::vector<Part> parts(share.count);
  const auto work = [&](std::size_t i) {
    const torch::NoGradGuard no_grad;
    std::optional<BatchRequest> next;
    if (looks_ahead() && i + 1 < parts.size()) next = request(i + 1);
    const auto batch = feed_.take(request(i), next ? &*next : nullptr);
    const auto loss = batch_loss(network_.forward(batch.inputs, batch.lengths, batch.head), batch, config_,
                                 windows.scaling(), false);
    parts[i] = {loss.sum.item<double>(), loss.weight.item<double>(), {}};
  };
  pool_.run(parts.size(), work, pick_.settled_on_fewer() ? pick_.threads() : pool_.threads());
  auto whole = sum_of(std::move(parts));
  whole.gradients.clear();
  add_up_over_processes(whole);
  return whole.loss / std::max(whole.weight, 1.0);
}

std::uint64_t mixed_seed(std::uint64_t seed, std::uint64_t count) {
  std::uint64_t z = seed * 0x9E3779B97F4A7C15ULL + count + 1;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return (z ^ (z >> 31)) >> 1;
}

}  // namespace symh
