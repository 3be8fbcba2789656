#include "models/quantiles.h"

#include <ATen/ATen.h>

#include <vector>

namespace symh {

std::int64_t outputs_per_lead(const Config& config) {
  return config.training.bands ? 1 + static_cast<std::int64_t>(band_levels.size()) : 1;
}

NetworkOutput take_apart(const torch::Tensor& output, const Config& config) {
  if (!config.training.bands) return {output, {}};
  auto shape = output.sizes().vec();
  shape.back() = static_cast<std::int64_t>(config.windows.horizon.size());
  shape.push_back(outputs_per_lead(config));
  const auto columns = output.reshape(shape);
  const auto last = columns.dim() - 1;
  const auto lowest = columns.narrow(last, 1, 1);
  const auto steps = at::softplus(columns.narrow(last, 2, shape.back() - 2)).cumsum(last);
  return {columns.select(last, 0), at::cat({lowest, lowest + steps}, last)};
}

}  // namespace symh
