#pragma once
#include <torch/optim/optimizer.h>

#include <memory>

#include "training/keys/training.h"

namespace symh {

std::unique_ptr<torch::optim::Optimizer> make_optimizer(const TrainingConfig& config,
                                                        std::vector<torch::Tensor> parameters);

/// Sets the rate of every parameter group; LibTorch does not restore it from a checkpoint, so call this
/// before each step.
void set_learning_rate(torch::optim::Optimizer& optimizer, double rate);

/// The rate of one step. It depends on its arguments alone, so a resumed run needs no other state. `step`
/// counts from 0 over the whole run of total_steps; `validation_losses` are those of the finished epochs (for
/// plateau).
double learning_rate_at(const TrainingConfig& config, std::int64_t step, std::int64_t total_steps,
                        const std::vector<double>& validation_losses);

}  // namespace symh
