#include "models/recurrent_cells.h"

#include <algorithm>
#include <bit>

#include "core/vector_clones.h"

namespace symh {
namespace {

#define SYMH_INLINE [[gnu::always_inline]] inline

/// x = n ln 2 + r: exp(x) - 1 = 2^n (exp(r) - 1) + (2^n - 1), exact to rounding for small x too. |x| <= 87.
struct Exponential {
  float scale;  ///< 2^n
  float rest;   ///< exp(r) - 1
};

SYMH_INLINE Exponential exponential(float x) {
  constexpr float rounder = 12582912.0F;  // 1.5 * 2^23: a number added to it loses its fraction
  const float shifted = x * 1.44269504F + rounder;
  const float n = shifted - rounder;
  const float r = (x - n * 0.693359375F) + n * 2.12194440e-4F;  // ln 2 in two parts, after Cody & Waite
  const float series =
      0.5F + r * (1.0F / 6 + r * (1.0F / 24 + r * (1.0F / 120 + r * (1.0F / 720 + r * (1.0F / 5040)))));
  return {std::bit_cast<float>((std::bit_cast<std::uint32_t>(shifted) + 127U) << 23), r + r * r * series};
}

SYMH_INLINE float clamp(float x, float limit) {
  const float low = x < -limit ? -limit : x;  // NaN stays
  return low > limit ? limit : low;
}

SYMH_INLINE float sigmoid(float x) {
  const auto e = exponential(clamp(-x, 87.0F));
  return 1.0F / (1.0F + (e.scale * e.rest + e.scale));
}

SYMH_INLINE float tanh(float x) {
  const auto e = exponential(clamp(2.0F * x, 30.0F));
  const float less_one = e.scale * e.rest + (e.scale - 1.0F);
  return less_one / (less_one + 2.0F);
}

SYMH_VECTOR_CLONES
void lstm_forward(std::int64_t units, float* __restrict gates, const float* __restrict before,
                  float* __restrict cell, float* __restrict hidden) {
  float* __restrict input = gates;
  float* __restrict forget = gates + units;
  float* __restrict proposed = gates + 2 * units;
  float* __restrict output = gates + 3 * units;
  for (std::int64_t u = 0; u < units; ++u) {
    input[u] = sigmoid(input[u]);
    forget[u] = sigmoid(forget[u]);
    proposed[u] = tanh(proposed[u]);
    output[u] = sigmoid(output[u]);
    cell[u] = forget[u] * before[u] + input[u] * proposed[u];
    hidden[u] = output[u] * tanh(cell[u]);
  }
}

SYMH_VECTOR_CLONES
void lstm_backward(std::int64_t units, const float* __restrict gates, const float* __restrict before,
                   const float* __restrict cell, float* __restrict of_gates, float* __restrict of_hidden,
                   float* __restrict of_cell) {
  for (std::int64_t u = 0; u < units; ++u) {
    const float input = gates[u], forget = gates[units + u], proposed = gates[2 * units + u],
                output = gates[3 * units + u];
    const float squashed = tanh(cell[u]), of_h = of_hidden[u];
    const float of_c = of_cell[u] + of_h * output * (1.0F - squashed * squashed);
    of_gates[u] = of_c * proposed * input * (1.0F - input);
    of_gates[units + u] = of_c * before[u] * forget * (1.0F - forget);
    of_gates[2 * units + u] = of_c * input * (1.0F - proposed * proposed);
    of_gates[3 * units + u] = of_h * squashed * output * (1.0F - output);
    of_cell[u] = of_c * forget;
    of_hidden[u] = 0.0F;
  }
}

SYMH_VECTOR_CLONES
void gru_forward(std::int64_t units, float* __restrict gates, const float* __restrict before,
                 float* __restrict hidden) {
  float* __restrict proposed = gates;
  float* __restrict reset = gates + units;
  float* __restrict update = gates + 2 * units;
  const float* __restrict from_state = gates + 3 * units;
  for (std::int64_t u = 0; u < units; ++u) {
    reset[u] = sigmoid(reset[u]);
    update[u] = sigmoid(update[u]);
    proposed[u] = tanh(proposed[u] + reset[u] * from_state[u]);
    hidden[u] = proposed[u] + update[u] * (before[u] - proposed[u]);
  }
}

SYMH_VECTOR_CLONES
void gru_backward(std::int64_t units, const float* __restrict gates, const float* __restrict before,
                  float* __restrict of_gates, float* __restrict of_hidden) {
  for (std::int64_t u = 0; u < units; ++u) {
    const float proposed = gates[u], reset = gates[units + u], update = gates[2 * units + u],
                from_state = gates[3 * units + u], of_h = of_hidden[u];
    const float of_proposed = of_h * (1.0F - update) * (1.0F - proposed * proposed);
    of_gates[u] = of_proposed;
    of_gates[units + u] = of_proposed * from_state * reset * (1.0F - reset);
    of_gates[2 * units + u] = of_h * (before[u] - proposed) * update * (1.0F - update);
    of_gates[3 * units + u] = of_proposed * reset;
    of_hidden[u] = of_h * update;
  }
}

SYMH_VECTOR_CLONES
void tanh_forward(std::int64_t units, float* __restrict gates, float* __restrict hidden) {
  for (std::int64_t u = 0; u < units; ++u) hidden[u] = gates[u] = tanh(gates[u]);
}

SYMH_VECTOR_CLONES
void tanh_backward(std::int64_t units, const float* __restrict gates, float* __restrict of_gates,
                   float* __restrict of_hidden) {
  for (std::int64_t u = 0; u < units; ++u) {
    of_gates[u] = of_hidden[u] * (1.0F - gates[u] * gates[u]);
    of_hidden[u] = 0.0F;
  }
}

SYMH_VECTOR_CLONES
void relu_forward(std::int64_t units, float* __restrict gates, float* __restrict hidden) {
  for (std::int64_t u = 0; u < units; ++u) hidden[u] = gates[u] = gates[u] < 0.0F ? 0.0F : gates[u];
}

SYMH_VECTOR_CLONES
void relu_backward(std::int64_t units, const float* __restrict gates, float* __restrict of_gates,
                   float* __restrict of_hidden) {
  for (std::int64_t u = 0; u < units; ++u) {
    of_gates[u] = gates[u] > 0.0F ? of_hidden[u] : 0.0F;
    of_hidden[u] = 0.0F;
  }
}

}  // namespace

std::int64_t gate_blocks(RecurrentKind kind) {
  return kind == RecurrentKind::lstm || kind == RecurrentKind::gru ? 4 : 1;
}

bool passes_gates(RecurrentKind kind) { return kind == RecurrentKind::gru; }

void step_forward(RecurrentKind kind, const CellStep& s) {
  const auto width = gate_blocks(kind) * s.units;
  for (std::int64_t row = 0; row < s.batch; ++row) {
    float* gates = s.gates + row * width;
    float* hidden = s.hidden + row * s.hidden_stride;
    const auto cell = row * s.units;
    switch (kind) {
      case RecurrentKind::lstm:
        lstm_forward(s.units, gates, s.cell_before + cell, s.cell + cell, hidden);
        break;
      case RecurrentKind::gru:
        gru_forward(s.units, gates, s.hidden_before + row * s.hidden_stride, hidden);
        break;
      case RecurrentKind::rnn_tanh:
        tanh_forward(s.units, gates, hidden);
        break;
      case RecurrentKind::rnn_relu:
        relu_forward(s.units, gates, hidden);
        break;
    }
  }
}

void step_backward(RecurrentKind kind, const CellStep& s, const CellGradient& gradient) {
  const auto width = gate_blocks(kind) * s.units;
  for (std::int64_t row = 0; row < s.batch; ++row) {
    const float* gates = s.gates + row * width;
    float* of_gates = gradient.gates + row * width;
    const auto state = row * s.units;
    float* of_hidden = gradient.hidden + state;
    switch (kind) {
      case RecurrentKind::lstm:
        lstm_backward(s.units, gates, s.cell_before + state, s.cell + state, of_gates, of_hidden,
                      gradient.cell + state);
        break;
      case RecurrentKind::gru:
        gru_backward(s.units, gates, s.hidden_before + row * s.hidden_stride, of_gates, of_hidden);
        break;
      case RecurrentKind::rnn_tanh:
        tanh_backward(s.units, gates, of_gates, of_hidden);
        break;
      case RecurrentKind::rnn_relu:
        relu_backward(s.units, gates, of_gates, of_hidden);
        break;
    }
  }
}

}  // namespace symh
