#include "models/quantiles.h"

#include <ATen/ATen.h>

#include <vector>

namespace symh {
namespace {

constexpr std::int64_t with_bands = 1 + std::ssize(band_levels);

}  // namespace

std::int64_t outputs_per_lead(const Config& config) { return config.training.bands ? with_bands : 1; }

NetworkOutput take_apart(const torch::Tensor& output, std::int64_t leads, bool bands) {
  if (!bands) return {output, {}};
  auto shape = output.sizes().vec();
  shape.back() = leads;
  shape.push_back(with_bands);
  const auto columns = output.reshape(shape);
  const auto last = columns.dim() - 1;
  const auto lowest = columns.narrow(last, 1, 1);
  const auto steps = at::softplus(columns.narrow(last, 2, shape.back() - 2)).cumsum(last);
  return {columns.select(last, 0), at::cat({lowest, lowest + steps}, last)};
}

NetworkOutput take_apart(const torch::Tensor& output, const Config& config) {
  return take_apart(output, std::ssize(config.windows.horizon), config.training.bands);
}

GraphOutput take_apart(graph::Value output, std::int64_t leads, bool bands) {
  if (!bands) return {output, {}};
  const auto columns = reshape(output, {-1, leads, with_bands});
  std::vector<graph::Value> quantiles{select(columns, 2, 1)};
  for (std::int64_t q = 2; q < with_bands; ++q)
    quantiles.push_back(quantiles.back() + softplus(select(columns, 2, q)));
  return {select(columns, 2, 0), std::move(quantiles)};
}

}  // namespace symh
