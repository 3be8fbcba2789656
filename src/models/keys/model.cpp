#include "models/keys/model.h"

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

void check_together(const ModelConfig& model, const std::string& origin) {
  require(model.class_weights.empty() || model.class_weights.size() == 4, origin,
          "model.class_weights needs four values: quiet, moderate, intense, superstorm");
  require(model.task == Task::regression || model.output != ModelOutput::all_steps, origin,
          "model.output = \"all_steps\" is for regression; use \"last\" or \"attention\" to classify");
}

}  // namespace symh
