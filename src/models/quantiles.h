#pragma once
#include <torch/types.h>

#include <array>

#include "job/config.h"

namespace symh {

/// The quantiles that a band is made of.
inline constexpr std::array<double, 3> band_levels{0.05, 0.5, 0.95};

/// A network's output, taken apart; still scaled.
struct NetworkOutput {
  torch::Tensor value;      ///< [..., L] the forecast
  torch::Tensor quantiles;  ///< [..., L, 3] of band_levels, never crossing; undefined without training.bands
};

/// Numbers a lead time that a regression network gives: the forecast, and with training.bands its quantiles.
std::int64_t outputs_per_lead(const Config& config);

/// Takes apart [..., L * outputs_per_lead]. Each quantile is the one below it and a positive step, so that
/// they cannot cross.
NetworkOutput take_apart(const torch::Tensor& output, const Config& config);

}  // namespace symh
