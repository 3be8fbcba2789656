#pragma once
#include <torch/nn/module.h>
#include <torch/nn/modules/rnn.h>
#include <torch/types.h>

#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "models/keys/model.h"
#include "models/onednn_recurrent.h"

namespace symh {

/// Recurrent layers of one kind (`rnn`, `lstm`, `gru`), with model.init and model.forget_bias applied, run
/// over histories of differing lengths.
///
/// model.init says how the recurrent weights (weight_hh) start, gate by gate:
/// - `uniform`: U(-1/sqrt(units), 1/sqrt(units)), as LibTorch does; the input weights and biases always so.
/// - `xavier`, `orthogonal`: each gate's square matrix after Glorot or as a random rotation.
/// - `identity`: the identity matrix, zero biases and input weights N(0, 0.001), after Le, Jaitly & Hinton
///   2015. The small input weights matter: an identity recurrence sums its inputs over the whole window, and
///   with ReLU nothing else bounds that sum.
/// The recurrent weights are then multiplied by model.init_scale.
/// LSTM: the forget gate's bias starts at model.forget_bias, whatever the init.
///
/// model.backend says what runs them on the CPU: products of oneDNN's with gates of our own, or LibTorch's
/// layer, the reference. It changes speed and rounding alone. CUDA always takes LibTorch's.
class RecurrentStack {
 public:
  RecurrentStack(const std::string& kind, const ModelConfig& config, std::int64_t features);

  /// To be registered by the network that holds the stack.
  std::shared_ptr<torch::nn::Module> module() const;

  /// Of the top layer.
  struct States {
    torch::Tensor all;   ///< [B, T, units]; zeros before a history
    torch::Tensor last;  ///< [B, units]; its gradient costs less than that of the last of `all`
  };

  /// What stands before a history in `inputs` is never read. The gradient is cut every `truncate` steps
  /// counted from the end; 0: nowhere.
  States unroll(const torch::Tensor& inputs, const torch::Tensor& lengths, std::int64_t truncate);

 private:
  /// What goes from step to step, [layers, B, units]; undefined at the start.
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
