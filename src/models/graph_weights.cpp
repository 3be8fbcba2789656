#include "models/graph_weights.h"

#include <ATen/ATen.h>

#include <numeric>
#include <vector>

namespace symh {

graph::Value GraphWeights::linear(const std::string& name, graph::Value x) const {
  const auto product = matmul(x, constant(parameters_[name + ".weight"].t()));
  return parameters_.contains(name + ".bias") ? product + (*this)(name + ".bias") : product;
}

graph::Value GraphWeights::constant(const torch::Tensor& parameter) const {
  const auto plain = parameter.detach().to(torch::kCPU, torch::kFloat32).contiguous();
  const auto* first = plain.data_ptr<float>();
  return graph_.constant(std::vector<float>(first, first + plain.numel()), plain.sizes().vec());
}

graph::Value graph_steps(graph::Graph& graph, std::int64_t count) {
  std::vector<std::int64_t> places(static_cast<std::size_t>(count));
  std::iota(places.begin(), places.end(), 0);
  return graph.constant(places, {1, count});
}

graph::Value for_every_column(graph::Value places, std::int64_t width) {
  const auto zeros =
      places.graph().constant(std::vector<std::int64_t>(static_cast<std::size_t>(width), 0), {1, 1, width});
  return unsqueeze(places, 2) + zeros;
}

}  // namespace symh
