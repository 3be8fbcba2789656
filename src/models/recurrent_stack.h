#pragma once
#include <torch/nn/module.h>
#include <torch/nn/modules/rnn.h>
#include <torch/types.h>

#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "graph/graph.h"
#include "job/config.h"
#include "models/onednn_recurrent.h"

namespace symh {

/// Recurrent layers of one kind (`rnn`, `lstm`, `gru`), with model.init and model.forget_bias applied, run
/// over histories of differing lengths.
///
/// model.init chooses how the recurrent weights (weight_hh) start, gate by gate:
/// - `uniform`: U(-1/sqrt(units), 1/sqrt(units)), as in LibTorch; input weights and biases always start so.
/// - `xavier`, `orthogonal`: each gate's square matrix by Glorot's rule or as a random rotation.
/// - `identity`: the identity matrix, zero biases and input weights N(0, 0.001), after Le, Jaitly & Hinton
///   2015. The small input weights matter: an identity recurrence sums its inputs over the whole window, and
///   with ReLU nothing else bounds that sum.
/// The recurrent weights are then multiplied by model.init_scale.
/// LSTM: the forget gate's bias starts at model.forget_bias, whatever the init.
///
/// model.backend chooses the implementation on the CPU: oneDNN's matrix products with our own gates, or
/// LibTorch's layer, which is the reference. Only speed and rounding differ. CUDA always uses LibTorch's
/// layer.
class RecurrentStack {
 public:
  RecurrentStack(const std::string& kind, const ModelConfig& config, std::int64_t features);

  /// The network that holds the stack must register it.
  std::shared_ptr<torch::nn::Module> module() const;

  /// The states of the top layer.
  struct States {
    torch::Tensor all;   ///< [B, T, units]; zeros before a history
    torch::Tensor last;  ///< [B, units]; its gradient costs less than that of the last of `all`
  };

  /// Never reads the steps of `inputs` before a history. The gradient is cut every `truncate` steps, counted
  /// from the end; with 0 it is not cut.
  States unroll(const torch::Tensor& inputs, const torch::Tensor& lengths, std::int64_t truncate);

  /// States::all [B, T, units] of x [B, T, C] as a part of a graph; every history begins at the first step.
  graph::Value describe(graph::Value x) const;

 private:
  /// The state carried from step to step, [layers, B, units]; undefined at the start.
  struct State {
    torch::Tensor hidden, cell;
  };

  template <class Sequence>
  std::pair<Sequence, State> run(const Sequence& inputs, const State& state);
  torch::Tensor run_onednn(const torch::Tensor& inputs, const torch::Tensor& steps, State& state);
  RecurrentWeights weights_of(std::int64_t layer) const;
  torch::Tensor run_packed(const torch::Tensor& inputs, const torch::Tensor& steps, State& state);
  torch::Tensor run_chunk(const torch::Tensor& inputs, const torch::Tensor& steps, State& state);

  std::variant<torch::nn::RNN, torch::nn::LSTM, torch::nn::GRU> cell_;
  RecurrentKind kind_;
  RecurrentBackend backend_;
  std::int64_t units_, layers_;
  double dropout_;  ///< between layers
};

}  // namespace symh
