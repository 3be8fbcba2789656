#pragma once
#include <torch/types.h>

#include "models/recurrent_cells.h"

namespace symh {

/// One layer's parameters in LibTorch's layout; G gates (rnn 1, lstm 4, gru 3) of H units, C inputs.
struct RecurrentWeights {
  torch::Tensor input;                         ///< [G * H, C]
  torch::Tensor hidden;                        ///< [G * H, H]
  torch::Tensor input_bias, hidden_bias = {};  ///< [G * H]
};

/// The state carried from step to step; undefined at the start, where it counts as zeros.
struct RecurrentState {
  torch::Tensor hidden;  ///< [B, H]
  torch::Tensor cell;    ///< [B, H], lstm only
};

/// True if this build has oneDNN and the tensor is float32 on the CPU.
bool onednn_takes(const torch::Tensor& inputs);

/// Runs one recurrent layer over whole histories. One matrix product (matrix_product.h) a step takes state,
/// inputs and bias together; our own gates (recurrent_cells.h) follow it. Gradients flow to inputs, state and
/// weights. oneDNN's own recurrent primitives reach about half of this speed on two cores.
///
/// inputs [T, B, C], time first; `lengths` [B] int64: how many steps at the end belong to each history;
/// undefined if all do. Returns the states of all steps [T, B, H], zeros before a history, and leaves the
/// last one in `state`. Agrees with LibTorch's layer to rounding. Throws RunError if this build has no
/// oneDNN.
torch::Tensor onednn_layer(RecurrentKind kind, const torch::Tensor& inputs, const torch::Tensor& lengths,
                           const RecurrentWeights& weights, RecurrentState& state);

}  // namespace symh
