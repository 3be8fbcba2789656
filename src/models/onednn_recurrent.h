#pragma once
#include <torch/types.h>

#include "models/recurrent_cells.h"

namespace symh {

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

/// Runs one recurrent layer over whole histories: oneDNN's matrix products, with state, inputs and bias of a
/// step in one of them, and gates of our own (recurrent_cells.h) between; gradients flow to inputs, state and
/// weights. oneDNN's own recurrent primitives reach about half of this on two cores.
///
/// inputs [T, B, C], time first; `lengths` [B] int64 the steps at the end that each history has, undefined
/// where it is all of them. Returns the states of all steps [T, B, H], zeros before a history, and leaves the
/// last one in `state`. Agrees with LibTorch's layer to rounding. Throws RunError where this build has no
/// oneDNN.
torch::Tensor onednn_layer(RecurrentKind kind, const torch::Tensor& inputs, const torch::Tensor& lengths,
                           const RecurrentWeights& weights, RecurrentState& state);

}  // namespace symh
