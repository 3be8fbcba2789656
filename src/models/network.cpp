#include "models/network.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "core/error.h"
#include "models/dropout.h"
#include "models/fitted.h"
#include "models/parts.h"

// A line a network: its name in model.kind and its maker, which stands in a file of its own.
#define SYMH_NETWORKS(NETWORK)       \
  NETWORK("rnn", make_recurrent)     \
  NETWORK("lstm", make_recurrent)    \
  NETWORK("gru", make_recurrent)     \
  NETWORK("cnn", make_cnn)           \
  NETWORK("cnn_lstm", make_cnn_lstm) \
  NETWORK("mlp", make_mlp)

namespace symh {

#define SYMH_DECLARE(name, make) std::shared_ptr<Network> make(const ModelConfig&, const NetworkShape&);
SYMH_NETWORKS(SYMH_DECLARE)
#undef SYMH_DECLARE

namespace {

struct Kind {
  const char* name;
  std::shared_ptr<Network> (*make)(const ModelConfig&, const NetworkShape&);
};

#define SYMH_LIST(name, make) Kind{name, make},
constexpr std::array kinds{SYMH_NETWORKS(SYMH_LIST)};
#undef SYMH_LIST

std::string known_kinds() {
  auto names = network_kinds();
  std::ranges::move(fitted_kinds(), std::back_inserter(names));
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

}  // namespace

Head::Head(std::int64_t features, std::int64_t units, std::int64_t outputs, double dropout)
    : dropout_(dropout) {
  if (units > 0) hidden_ = register_module("hidden", torch::nn::Linear(features, units));
  output_ = register_module("output", torch::nn::Linear(units > 0 ? units : features, outputs));
}

torch::Tensor Head::forward(torch::Tensor features) {
  features = drop(features, dropout_, is_training());
  if (hidden_) features = at::relu(hidden_(features));
  return output_(features);
}

torch::Tensor history_mask(const torch::Tensor& inputs, const torch::Tensor& lengths) {
  const auto batch = inputs.size(0), steps = inputs.size(1);
  const auto place = inputs.options().requires_grad(false);
  if (!lengths.defined()) return at::ones({batch, steps}, place.dtype(torch::kBool));
  const auto first = (steps - lengths.to(inputs.device(), torch::kLong)).unsqueeze(1);
  return at::arange(steps, place.dtype(torch::kLong)).unsqueeze(0).ge(first);
}

torch::Tensor join(const torch::Tensor& features, const torch::Tensor& head) {
  return head.defined() && head.size(1) > 0 ? at::cat({features, head}, 1) : features;
}

std::shared_ptr<Network> make_network(const ModelConfig& config, const NetworkShape& shape) {
  for (const auto& kind : kinds)
    if (config.kind == kind.name) return kind.make(config, shape);
  throw UsageError("model.kind = \"" + config.kind + "\" is not known; known: " + known_kinds());
}

std::vector<std::string> network_kinds() {
  std::vector<std::string> names;
  for (const auto& kind : kinds) names.emplace_back(kind.name);
  return names;
}

}  // namespace symh
