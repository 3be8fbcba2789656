#include "models/keys/model.h"

#include <fmt/format.h>

#include <algorithm>

namespace symh {
namespace {

std::string help_of_kinds() {
  std::string networks, closed_forms;
#define NETWORK(name, make, help) networks += "\n  " name ": " help;
#define CLOSED_FORM(name, make, help) closed_forms += "\n  " name ": " help;
#include "models/keys/kinds.inc"
#undef NETWORK
#undef CLOSED_FORM
  return "a network, which trains in epochs:" + networks +
         "\nor a model that is fitted in one step:" + closed_forms;
}

}  // namespace

std::vector<Option> options_of(ModelConfig& model) {
  std::vector<Option> options{
      {"model.kind", &model.kind, help_of_kinds()},
      {"model.task", &model.task,
       "regression: forecasts in nT; classification: probabilities of the storm levels"},
      {"model.output", &model.output,
       "recurrent networks forecast from the last state, from every step (many to many), or from attention "
       "over the steps"},
  };
  const auto add = [&](std::vector<Option> rows) {
    for (auto& row : rows) options.push_back(std::move(row));
  };
  add(options_of(static_cast<RecurrentKeys&>(model)));
  add(options_of(static_cast<ConvolutionKeys&>(model)));
  add(options_of(static_cast<HeadKeys&>(model)));
  add(options_of(static_cast<BoostedTreesKeys&>(model)));
  return options;
}

double about_weights(const ModelConfig& model, const NetworkInputs& inputs) {
  constexpr double gates = 4, outputs_per_lead = 4;
  const bool convolves = model.kind.starts_with("cnn"), recurs = model.kind != "cnn" && model.kind != "mlp";
  const auto units = static_cast<double>(model.units), layers = static_cast<double>(model.layers);
  const auto head_units = static_cast<double>(model.head_units);
  double weights = 0, features = static_cast<double>(inputs.channels + 1);
  auto steps = static_cast<double>(inputs.steps);
  for (std::size_t i = 0; convolves && i < std::min(model.filters.size(), model.kernels.size()); ++i) {
    const auto filters = static_cast<double>(model.filters[i]);
    weights += filters * (features * static_cast<double>(model.kernels[i]) + 1);
    features = filters;
    steps += 2 * static_cast<double>(model.padding);
    if (i < model.strides.size()) steps = steps / static_cast<double>(model.strides[i]) + 1;
  }
  if (recurs) {
    weights += gates * units * (features + units + 2) + (layers - 1) * gates * units * (2 * units + 2);
    weights += units * (units + 1);  // attention
    features = units;
  } else if (convolves) {
    features *= steps;
  } else {
    weights += units * (features + static_cast<double>(inputs.head)) + (layers - 1) * units * (units + 1);
    features = units;
  }
  features += static_cast<double>(inputs.head);
  const double outputs = outputs_per_lead * static_cast<double>(inputs.leads);
  return weights + (head_units > 0 ? (features + 1) * head_units + (head_units + 1) * outputs
                                   : (features + 1) * outputs);
}

void check_together(const ModelConfig& model, const std::string& origin) {
  constexpr std::size_t most_layers = 16;
  require(std::max({model.filters.size(), model.kernels.size(), model.strides.size()}) <= most_layers, origin,
          fmt::format("model.filters, kernels and strides may have at most {} entries each", most_layers));
  require(model.class_weights.empty() || model.class_weights.size() == 4, origin,
          "model.class_weights needs four values: quiet, moderate, intense, superstorm");
  require(model.task == Task::regression || model.output != ModelOutput::all_steps, origin,
          "model.output = \"all_steps\" is for regression; use \"last\" or \"attention\" to classify");
}

}  // namespace symh
