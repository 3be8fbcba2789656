#pragma once
#include "config/config.h"
#include "windows/windows.h"

namespace symh {

/// The loss of one batch as a scalar with gradient; samples without a target do not count.
/// Regression: training.loss of the scaled targets; with all_steps summed over the steps (many to many) when
/// `training`, else of the last step alone, which is the forecast.
/// Classification: cross-entropy of the storm level at each lead time with model.class_weights.
torch::Tensor batch_loss(const torch::Tensor& output, const Batch& batch, const Config& config,
                         const Scaling& scaling, bool training);

}  // namespace symh
