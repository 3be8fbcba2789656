#pragma once
#include <torch/types.h>

namespace symh {

enum class RecurrentKind { rnn_tanh, rnn_relu, lstm, gru };

/// One layer's parameters as LibTorch lays them out; G gates (rnn 1, lstm 4, gru 3) of H units, C inputs.
struct RecurrentWeights {
  torch::Tensor input;                         ///< [G * H, C]
  torch::Tensor hidden;                        ///< [G * H, H]
  torch::Tensor input_bias, hidden_bias = {};  ///< [G * H]
};

/// What goes from step to step; undefined at the start, which is zeros.
struct RecurrentState {
  torch::Tensor hidden;  ///< [B, H]
  torch::Tensor cell;    ///< [B, H], lstm only
};

/// True where this build has oneDNN and it can run on such a tensor: float32 on the CPU.
bool onednn_takes(const torch::Tensor& inputs);

/// Runs one recurrent layer over whole histories by oneDNN's primitive, which multiplies the inputs of all
/// steps at once and fuses the gates; gradients flow to inputs, state and weights. inputs [T, B, C], time
/// first; returns the states of all steps [T, B, H] and leaves the last one in `state`. Agrees with
/// LibTorch's layer to rounding. Throws RunError where this build has no oneDNN.
torch::Tensor onednn_layer(RecurrentKind kind, const torch::Tensor& inputs, const RecurrentWeights& weights,
                           RecurrentState& state);

}  // namespace symh
