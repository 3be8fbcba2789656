#pragma once
#include <cstdint>

namespace symh {

enum class RecurrentKind { rnn_tanh, rnn_relu, lstm, gru };

/// Blocks of H gates that one step of a cell works on.
///
/// - rnn: the one, which is the state
/// - lstm: input, forget, cell, output
/// - gru: new (from the inputs), reset, update, new (from the state, before the reset gate)
std::int64_t gate_blocks(RecurrentKind kind);

/// One step of a cell over B histories with H units, where products have left the gates before activation;
/// the equations are those of torch.nn.RNN, LSTM and GRU. All arrays are dense but for the states, whose rows
/// stand `hidden_stride` apart; those of `cell` belong to the lstm alone.
struct CellStep {
  std::int64_t batch, units, hidden_stride;
  float* gates;  ///< [B, G * H] before activation; after forward activated, as backward wants them
  const float* hidden_before;  ///< [B, H]
  float* hidden;               ///< [B, H] written by forward
  const float* cell_before;    ///< [B, H]
  float* cell;                 ///< [B, H] written by forward
};

/// What backward reads and writes beside; all dense.
struct CellGradient {
  float* gates;   ///< [B, G * H] of the gates before activation; written
  float* hidden;  ///< [B, H] of the state after the step; then what goes past the gates to the one before
  float* cell;    ///< [B, H] of the cell after the step; then of the one before
};

void step_forward(RecurrentKind kind, const CellStep& step);
void step_backward(RecurrentKind kind, const CellStep& step, const CellGradient& gradient);

/// True where `hidden` of CellGradient is anything but zeros after a step.
bool passes_gates(RecurrentKind kind);

}  // namespace symh
