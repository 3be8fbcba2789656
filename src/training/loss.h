#pragma once
#include "job/config.h"
#include "windows/windows.h"

namespace symh {

/// The loss of some windows as two scalars, so that the parts of a batch can be added; `sum` has a
/// gradient.
struct BatchLoss {
  torch::Tensor sum;
  torch::Tensor weight;  ///< summed weight of the samples that have a target
  torch::Tensor mean() const;
};

/// True if the training loss compares with Batch::step_targets.
bool uses_step_targets(const Config& config);

/// The loss of one batch; samples without a target do not count, and a batch without any gives zero.
/// Regression: training.loss of the scaled targets; with all_steps summed over the steps (many to many) when
/// `training`, else of the last step alone, which is the forecast.
/// Classification: cross-entropy of the storm level at each lead time with model.class_weights.
BatchLoss batch_loss(const torch::Tensor& output, const Batch& batch, const Config& config,
                     const Scaling& scaling, bool training);

}  // namespace symh
