#include "training/optimizer.h"

#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/sgd.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace symh {
namespace {

double half_cosine(double from, double to, double share) {
  return to + (from - to) * 0.5 * (1.0 + std::cos(std::numbers::pi * share));
}

/// Rises over 30 % of the run from 1/25 of the rate, then falls to 1/1000 (Smith & Topin 2018, 1708.07120).
double one_cycle(double rate, double share) {
  constexpr double rise = 0.3;
  return share < rise ? half_cosine(rate / 25, rate, share / rise)
                      : half_cosine(rate, rate / 1000, (share - rise) / (1 - rise));
}

/// Halved each time the validation loss has not improved for two epochs.
double plateau(double rate, const std::vector<double>& losses) {
  double best = std::numeric_limits<double>::infinity();
  int waited = 0;
  for (const double loss : losses) {
    waited = loss < best ? 0 : waited + 1;
    best = std::min(best, loss);
    if (waited < 2) continue;
    rate /= 2;
    waited = 0;
  }
  return rate;
}

}  // namespace

std::unique_ptr<torch::optim::Optimizer> make_optimizer(const TrainingConfig& config,
                                                        std::vector<torch::Tensor> parameters) {
  using namespace torch::optim;
  const double rate = config.learning_rate, decay = config.weight_decay;
  if (config.optimizer == OptimizerRule::adam)
    return std::make_unique<Adam>(std::move(parameters), AdamOptions(rate).weight_decay(decay));
  if (config.optimizer == OptimizerRule::adamw)
    return std::make_unique<AdamW>(std::move(parameters), AdamWOptions(rate).weight_decay(decay));
  return std::make_unique<SGD>(std::move(parameters),
                               SGDOptions(rate).weight_decay(decay).momentum(config.momentum));
}

void set_learning_rate(torch::optim::Optimizer& optimizer, double rate) {
  for (auto& group : optimizer.param_groups()) group.options().set_lr(rate);
}

double learning_rate_at(const TrainingConfig& config, std::int64_t step, std::int64_t total_steps,
                        const std::vector<double>& validation_losses) {
  const double share =
      static_cast<double>(step) / static_cast<double>(std::max<std::int64_t>(1, total_steps - 1));
  switch (config.schedule) {
    case RateSchedule::cosine:
      return half_cosine(config.learning_rate, 0.0, share);
    case RateSchedule::one_cycle:
      return one_cycle(config.learning_rate, share);
    case RateSchedule::plateau:
      return plateau(config.learning_rate, validation_losses);
    case RateSchedule::constant:
      break;
  }
  return config.learning_rate;
}

}  // namespace symh
