#include "models/keys/model.h"

namespace symh {

std::vector<Option> options_of(ModelConfig& model) {
  std::vector<Option> options{
      {"model.kind", &model.kind,
       "a network (rnn, lstm, gru, cnn, cnn_lstm, mlp) or a model fitted in one step: ridge, boosted_trees, "
       "or physics (the physics.reference forecast unchanged)"},
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
