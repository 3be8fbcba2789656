#pragma once
#include <cstdint>

namespace symh {

enum class RecurrentKind { rnn_tanh, rnn_relu, lstm, gru };

/// The number of blocks of H gates in one step of a cell.
///
/// - rnn: one block, which is the state
/// - lstm: input, forget, cell, output
/// - gru: new (from the inputs), reset, update, new (from the state, before the reset gate)
std::int64_t gate_blocks(RecurrentKind kind);

/// One step of a cell over B histories with H units; matrix products have already filled the gates before
/// activation. The equations are those of torch.nn.RNN, LSTM and GRU. All arrays are dense except the states,
/// whose rows are `hidden_stride` apart. Only the lstm has a cell.
struct CellStep {
  std::int64_t batch, units, hidden_stride;
  float* gates;  ///< [B, G * H] before activation; forward activates them, and backward needs them so
  const float* hidden_before;  ///< [B, H]
  float* hidden;               ///< [B, H] written by forward
  const float* cell_before;    ///< [B, H]
  float* cell;                 ///< [B, H] written by forward
};

/// The gradients that backward reads and writes; all dense.
struct CellGradient {
  float* gates;   ///< [B, G * H] of the gates before activation; backward writes it
  float* hidden;  ///< [B, H] of the state after the step; backward leaves the part that bypasses the gates
  float* cell;    ///< [B, H] of the cell after the step; backward leaves that of the cell before
};

void step_forward(RecurrentKind kind, const CellStep& step);
void step_backward(RecurrentKind kind, const CellStep& step, const CellGradient& gradient);

/// True if step_backward can leave anything but zeros in CellGradient::hidden.
bool passes_gates(RecurrentKind kind);

}  // namespace symh
