#pragma once
#include <torch/types.h>

#include "job/config.h"
#include "models/trees.h"

namespace symh {

/// Fits gradient-boosted trees (Chen & Guestrin 2016, 10.1145/2939672.2939785) to the finite ones of
/// `targets` [N] on `features` [N, F], by XGBoost. Throws DataError if no target is finite.
Trees grow_trees(const torch::Tensor& features, const torch::Tensor& targets, const Config& config);

}  // namespace symh
