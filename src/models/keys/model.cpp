#include "models/keys/model.h"

namespace symh {

std::vector<Option> options_of(ModelConfig& model) {
  std::vector<Option> options{
      {"model.kind", &model.kind,
       "a network (rnn, lstm, gru, cnn, cnn_lstm, mlp), or what is fitted at once: ridge, boosted_trees, "
       "physics (physics.reference itself)"},
      {"model.task", &model.task, "regression in nT, or softmax classes of storm level"},
      {"model.output", &model.output,
       "recurrent: last state, every step (many to many), or attention over the steps"},
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
