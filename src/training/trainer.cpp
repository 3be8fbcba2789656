#include "training/trainer.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/nn/utils/clip_grad.h>
#include <torch/utils.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <random>

#include "core/error.h"
#include "training/batch_gradients.h"
#include "training/checkpoint.h"
#include "training/device.h"
#include "training/driver_dropout.h"
#include "training/loss.h"
#include "training/optimizer.h"

namespace symh {
namespace {

/// Fisher-Yates: std::shuffle may give different orders in different standard libraries.
std::vector<std::uint32_t> shuffled(std::int64_t count, std::uint64_t seed) {
  std::vector<std::uint32_t> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), 0U);
  std::mt19937_64 generator(seed);
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[generator() % i]);
  return order;
}

std::vector<torch::Tensor> copy_weights(const Network& network) {
  std::vector<torch::Tensor> weights;
  for (const auto& parameter : network.parameters()) weights.push_back(parameter.detach().clone());
  return weights;
}

void restore_weights(Network& network, const std::vector<torch::Tensor>& weights) {
  torch::NoGradGuard no_grad;
  const auto parameters = network.parameters();
  for (std::size_t i = 0; i < weights.size(); ++i) parameters[i].copy_(weights[i]);
}

/// Clips the gradients in place; true if it changed them.
bool clip_gradients(const std::vector<torch::Tensor>& parameters, const TrainingConfig& config) {
  if (config.clip == Clipping::none) return false;
  if (config.clip == Clipping::norm)
    return torch::nn::utils::clip_grad_norm_(parameters, config.clip_value) > config.clip_value;
  bool clipped = false;
  for (const auto& parameter : parameters)
    clipped = clipped ||
              (parameter.grad().defined() && parameter.grad().abs().max().item<double>() > config.clip_value);
  torch::nn::utils::clip_grad_value_(parameters, config.clip_value);
  return clipped;
}

/// One training run: the state that its epochs share.
class Trainer {
 public:
  Trainer(Network& network, const Windows& train, const Windows& validation, const Config& config,
          const TrainingHooks& hooks, const std::vector<const Windows*>& degraded, ProcessGroup* group)
      : network_(network),
        train_(train),
        validation_(validation),
        config_(config),
        hooks_(hooks),
        degraded_(degraded),
        group_(group),
        device_(choose_device(config.training.device)),
        gradients_(on_device(network, device_), config, device_, at::get_num_threads(), group,
                   choose_feeding(device_, all_windows(), uses_step_targets(config)), hooks.step_seconds) {
    if (group != nullptr) group->take_from_first(network_.parameters());
    network_.truncate_gradient(config.training.truncate_steps);
    optimizer_ = make_optimizer(config.training, network_.parameters());
    const auto whole = (train.size() + config.training.batch_size - 1) / config.training.batch_size;
    steps_ =
        config.training.batches_per_epoch > 0 ? std::min(whole, config.training.batches_per_epoch) : whole;
    state_.best_validation_loss = std::numeric_limits<double>::infinity();
    state_.config = print_config(config);
  }

  TrainingResult run(const std::filesystem::path& checkpoint, bool resume) {
    if (resume && seen_by_all(checkpoint))
      state_ = load_checkpoint(checkpoint, network_, *optimizer_, config_);
    else
      hooks_.inspect(0, network_);
    bool interrupted = false;
    while (!finished() && !(interrupted = !epoch()))
      if (group_ == nullptr || group_->is_first()) save_checkpoint(checkpoint, network_, *optimizer_, state_);
    if (config_.training.keep == KeptWeights::best && !state_.best_weights.empty())
      restore_weights(network_, state_.best_weights);
    network_.to(torch::kCPU);
    network_.eval();
    return {state_.history, state_.best_epoch, state_.best_validation_loss, interrupted};
  }

 private:
  /// True if the checkpoint exists. Throws if only some processes see it: they would end with other weights.
  bool seen_by_all(const std::filesystem::path& checkpoint) const {
    const bool seen = std::filesystem::exists(checkpoint);
    if (group_ == nullptr) return seen;
    const auto count = torch::tensor(seen ? 1.0 : 0.0).to(device_);
    group_->sum({count});
    if (count.item<double>() == (seen ? group_->size() : 0)) return seen;
    throw RunError(fmt::format(
        "{}: only some processes see this checkpoint; put --output on a file system that all share",
        checkpoint.string()));
  }

  bool finished() const {
    const auto done = static_cast<std::int64_t>(state_.history.size());
    const auto patience = config_.training.keep == KeptWeights::best ? config_.training.patience : 0;
    return done >= config_.training.epochs || (hooks_.last_epoch > 0 && done >= hooks_.last_epoch) ||
           (patience > 0 && done - state_.best_epoch >= patience && done > 0);
  }

  /// False if the user asked to stop; the epoch then leaves no trace, so that resuming repeats it whole.
  bool epoch() {
    const auto started = std::chrono::steady_clock::now();
    EpochRecord record;
    record.epoch = static_cast<std::int64_t>(state_.history.size()) + 1;
    if (!train_epoch(record)) return false;
    record.validation_loss = evaluate();
    if (!std::isfinite(record.validation_loss)) fail_not_finite(record.epoch);
    record.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    if (record.validation_loss < state_.best_validation_loss) {
      state_.best_validation_loss = record.validation_loss;
      state_.best_epoch = record.epoch;
      state_.best_weights = copy_weights(network_);
    }
    state_.history.push_back(record);
    hooks_.on_epoch(state_.history);
    hooks_.inspect(record.epoch, network_);
    return true;
  }

  bool train_epoch(EpochRecord& record) {
    const auto seed =
        mixed_seed(static_cast<std::uint64_t>(config_.seed), static_cast<std::uint64_t>(record.epoch));
    torch::manual_seed(seed);
    network_.train();
    const auto order = shuffled(train_.size(), seed);
    double sum = 0;
    std::int64_t clipped = 0;
    for (std::int64_t step = 0; step < steps_; ++step) {
      if (hooks_.stop_asked()) return false;
      record.learning_rate = rate_at(record.epoch, step);
      set_learning_rate(*optimizer_, record.learning_rate);
      const double loss = train_step(order, step, seed, clipped);
      if (!std::isfinite(loss)) fail_not_finite(record.epoch);
      sum += loss;
      record.train_loss = sum / static_cast<double>(step + 1);
      hooks_.on_step({record.epoch, config_.training.epochs, step + 1, steps_, record.train_loss,
                      record.learning_rate, last_validation_loss()});
    }
    record.clipped_share = static_cast<double>(clipped) / static_cast<double>(steps_);
    return true;
  }

  std::optional<double> last_validation_loss() const {
    return state_.history.empty() ? std::nullopt : std::optional(state_.history.back().validation_loss);
  }

  double train_step(const std::vector<std::uint32_t>& order, std::int64_t step, std::uint64_t seed,
                    std::int64_t& clipped) {
    const auto batch = batch_of(order, step, seed);
    std::optional<TrainingBatch> next;
    if (gradients_.looks_ahead() && step + 1 < steps_) next.emplace(batch_of(order, step + 1, seed));
    const auto& pick = gradients_.thread_pick();
    const bool settled = pick.settled();
    const double loss = gradients_.backward(batch, next ? &*next : nullptr);
    if (!settled && pick.settled_on_fewer()) hooks_.on_fewer_threads(pick.threads(), pick.most());
    clipped += clip_gradients(network_.parameters(), config_.training) ? 1 : 0;
    optimizer_->step();
    return loss;
  }

  TrainingBatch batch_of(const std::vector<std::uint32_t>& order, std::int64_t step,
                         std::uint64_t seed) const {
    const auto size = config_.training.batch_size;
    const auto first = step * size, last = std::min(first + size, train_.size());
    return {windows_of_batch(train_, degraded_, seed, step),
            {order.begin() + first, order.begin() + last},
            mixed_seed(seed, static_cast<std::uint64_t>(step))};
  }

  std::vector<const Windows*> all_windows() const {
    std::vector<const Windows*> all{&train_, &validation_};
    all.insert(all.end(), degraded_.begin(), degraded_.end());
    return all;
  }

  double rate_at(std::int64_t epoch, std::int64_t step) const {
    std::vector<double> losses;
    for (const auto& past : state_.history) losses.push_back(past.validation_loss);
    return learning_rate_at(config_.training, (epoch - 1) * steps_ + step, config_.training.epochs * steps_,
                            losses);
  }

  double evaluate() {
    network_.eval();
    return gradients_.mean_loss(validation_);
  }

  [[noreturn]] static void fail_not_finite(std::int64_t epoch) {
    throw RunError(
        fmt::format("the loss is no longer finite in epoch {}; lower training.learning_rate or "
                    "training.clip_value; if training.clip = \"none\", set it to \"norm\"",
                    epoch));
  }

  static Network& on_device(Network& network, torch::Device device) {
    make_repeatable(device);
    network.to(device);
    return network;
  }

  Network& network_;
  const Windows& train_;
  const Windows& validation_;
  const Config& config_;
  const TrainingHooks& hooks_;
  const std::vector<const Windows*>& degraded_;
  ProcessGroup* group_;
  torch::Device device_;
  BatchGradients gradients_;
  std::unique_ptr<torch::optim::Optimizer> optimizer_;
  std::int64_t steps_ = 0;
  CheckpointState state_;
};

/// While it lives, LibTorch's own layers compute. cuDNN goes back through a recurrent layer in training mode
/// alone.
class WithoutCudnn {
 public:
  WithoutCudnn() { at::globalContext().setUserEnabledCuDNN(false); }
  ~WithoutCudnn() { at::globalContext().setUserEnabledCuDNN(before_); }
  WithoutCudnn(const WithoutCudnn&) = delete;
  WithoutCudnn& operator=(const WithoutCudnn&) = delete;

 private:
  bool before_ = at::globalContext().userEnabledCuDNN();
};

}  // namespace

TrainingResult train_network(Network& network, const Windows& train, const Windows& validation,
                             const Config& config, const std::filesystem::path& checkpoint, bool resume,
                             const TrainingHooks& hooks, const std::vector<const Windows*>& degraded,
                             ProcessGroup* group) {
  if (train.size() == 0 || validation.size() == 0)
    throw DataError(
        "no training or no validation windows; give more data, a shorter lookback or another [split]");
  for (const auto* windows : degraded)
    if (windows->size() != train.size())
      throw RunError("the windows without drivers and those of the training part differ in number");
  return Trainer(network, train, validation, config, hooks, degraded, group).run(checkpoint, resume);
}

std::vector<double> gradient_by_lag(Network& network, const Windows& windows, const Config& config) {
  const bool was_training = network.is_training();
  const auto device = network.parameters().front().device();
  network.eval();  // dropout would blur the gradients
  const WithoutCudnn without_cudnn;
  auto batch = to_device(windows.batch(0, std::min<std::int64_t>(256, windows.size())), device);
  batch.inputs.requires_grad_(true);
  const auto loss = batch_loss(network.forward(batch.inputs, batch.lengths, batch.head), batch, config,
                               windows.scaling(), false)
                        .mean();
  const auto gradient = torch::autograd::grad({loss}, {batch.inputs}).front();
  const auto norms = gradient.norm(2, 2).mean(0).flip(0).to(torch::kCPU, torch::kFloat64).contiguous();
  network.train(was_training);
  return {norms.data_ptr<double>(), norms.data_ptr<double>() + norms.numel()};
}

std::string history_csv(const std::vector<EpochRecord>& history) {
  std::string text = "epoch,train_loss,validation_loss,learning_rate,clipped_share,seconds\n";
  for (const auto& r : history)
    text += fmt::format("{},{:.9g},{:.9g},{:.6g},{:.4f},{:.2f}\n", r.epoch, r.train_loss, r.validation_loss,
                        r.learning_rate, r.clipped_share, r.seconds);
  return text;
}

}  // namespace symh
