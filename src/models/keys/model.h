#pragma once
#include <string>
#include <vector>

#include "models/keys/boosted_trees.h"
#include "models/keys/convolution.h"
#include "models/keys/head.h"
#include "models/keys/recurrent.h"

namespace symh {

/// Forecasts in nT, or probabilities of storm levels.
enum class Task { regression, classification };
template <>
inline constexpr auto choices<Task> = std::to_array<Choice<Task>>({{Task::regression, "regression"},
                                                                   {Task::classification, "classification"}});

/// Which states of a recurrent network reach its head.
enum class ModelOutput { last, all_steps, attention };
template <>
inline constexpr auto choices<ModelOutput> =
    std::to_array<Choice<ModelOutput>>({{ModelOutput::last, "last"},
                                        {ModelOutput::all_steps, "all_steps"},
                                        {ModelOutput::attention, "attention"}});

/// `[model]`: the kind of model, and the keys of every kind.
struct ModelConfig : RecurrentKeys, ConvolutionKeys, HeadKeys, BoostedTreesKeys {
  std::string kind = "lstm";
  Task task = Task::regression;
  ModelOutput output = ModelOutput::last;
};

/// The rows of `[model]`, bound to `model`.
std::vector<Option> options_of(ModelConfig& model);

/// The inputs of a network, in numbers.
struct NetworkInputs {
  std::int64_t steps = 0, channels = 0, head = 0, leads = 0;
};

/// About how many weights a network of such inputs would have; more rather than fewer.
double about_weights(const ModelConfig& model, const NetworkInputs& inputs);

/// Throws UsageError, beginning with `origin`, where values that are good by themselves do not go together.
void check_together(const ModelConfig& model, const std::string& origin);

}  // namespace symh
