#include "models/onednn_recurrent.h"

#include "core/error.h"

#ifdef SYMH_ONEDNN

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/utils.h>

#include <algorithm>
#include <vector>

#include "models/matrix_product.h"
#include "models/one_thread.h"
#include "models/recycled.h"

namespace symh {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct Sizes {
  RecurrentKind kind;
  std::int64_t steps, batch, channels, units;

  std::int64_t width() const { return gate_blocks(kind) * units; }  ///< of a row of gates
  /// Gates of the first block that need a product of the inputs alone: the gru's reset gate comes between the
  /// parts from inputs and state.
  std::int64_t aside() const { return kind == RecurrentKind::gru ? units : 0; }
  std::int64_t joint() const { return width() - aside(); }
  std::int64_t terms() const { return units + channels + 1; }
  std::int64_t stride() const { return (terms() + 15) / 16 * 16; }  ///< so that rows of terms are aligned
};

/// The weights of the two products.
struct Products {
  Tensor joint;  ///< [H + C + 1, joint()]: state, inputs and bias
  Tensor aside;  ///< [C + 1, aside()]: inputs and bias; no elements but for the gru
};

/// What forward keeps for backward. Inference keeps one step of gates and two of cells.
struct Tape {
  Tensor terms;   ///< [T + 1, B, stride()]: the state before step t, its inputs, 1
  Tensor gates;   ///< [T, B, width()]
  Tensor cells;   ///< [T + 1, B, H], lstm only
  Tensor begins;  ///< [B] first step of each history; undefined if all are 0
};

float* of_step(const Tensor& tensor, std::int64_t step) {
  return tensor.defined() ? tensor.data_ptr<float>() + step % tensor.size(0) * tensor.stride(0) : nullptr;
}

/// Sets the rows of histories that have not begun by a step to zeros.
class NotBegun {
 public:
  explicit NotBegun(const Tensor& begins) : begins_(begins) {
    if (begins_.defined()) last_ = begins_.max().item<std::int64_t>();
  }
  void clear(std::int64_t step, float* rows, std::int64_t width, std::int64_t stride) const {
    if (step >= last_ || rows == nullptr) return;
    const auto* begins = begins_.data_ptr<std::int64_t>();
    for (std::int64_t row = 0; row < begins_.size(0); ++row)
      if (begins[row] > step) std::fill_n(rows + row * stride, width, 0.0F);
  }

 private:
  Tensor begins_;
  std::int64_t last_ = 0;
};

CellStep cell_step(const Sizes& s, const Tape& tape, std::int64_t step) {
  return {s.batch,
          s.units,
          s.stride(),
          of_step(tape.gates, step),
          of_step(tape.terms, step),
          of_step(tape.terms, step + 1),
          of_step(tape.cells, step),
          of_step(tape.cells, step + 1)};
}

/// Steps before a history are never read, even if they are NaN.
void fill_terms(const Sizes& s, const Tensor& inputs, const RecurrentState& start, const Tape& tape) {
  tape.terms[0].narrow(1, 0, s.units).copy_(start.hidden);
  auto steps = tape.terms.narrow(0, 0, s.steps);
  steps.narrow(2, s.units, s.channels).copy_(inputs);
  steps.narrow(2, s.units + s.channels, 1).fill_(1.0F);
  const NotBegun not_begun(tape.begins);
  for (std::int64_t t = 0; t < s.steps; ++t)
    not_begun.clear(t, of_step(tape.terms, t) + s.units, s.channels, s.stride());
  if (s.kind == RecurrentKind::lstm) tape.cells[0].copy_(start.cell);
}

Tape run_forward(const Sizes& s, const Tensor& inputs, const Products& weights, const RecurrentState& start,
                 const Tensor& begins, bool training) {
  Tape tape{recycled({s.steps + 1, s.batch, s.stride()}),
            recycled({training ? s.steps : 1, s.batch, s.width()}),
            {},
            begins};
  if (s.kind == RecurrentKind::lstm) tape.cells = recycled({training ? s.steps + 1 : 2, s.batch, s.units});
  fill_terms(s, inputs, start, tape);
  const NotBegun not_begun(begins);
  const Factor joint{weights.joint.data_ptr<float>(), s.joint()};
  const Factor aside{weights.aside.data_ptr<float>(), s.aside()};
  for (std::int64_t t = 0; t < s.steps; ++t) {
    const auto* terms = of_step(tape.terms, t);
    auto* gates = of_step(tape.gates, t);
    multiply(s.batch, s.joint(), s.terms(), {terms, s.stride()}, joint, gates + s.aside(), s.width(), false);
    multiply(s.batch, s.aside(), s.channels + 1, {terms + s.units, s.stride()}, aside, gates, s.width(),
             false);
    step_forward(s.kind, cell_step(s, tape, t));
    not_begun.clear(t, of_step(tape.terms, t + 1), s.units, s.stride());
    not_begun.clear(t, of_step(tape.cells, t + 1), s.units, s.units);
  }
  return tape;
}

Tensor states_of(const Sizes& s, const Tape& tape) {
  return tape.terms.narrow(0, 1, s.steps).narrow(2, 0, s.units);
}

RecurrentState last_of(const Sizes& s, const Tape& tape) {
  const auto last = [&](const Tensor& steps) {
    return steps.defined() ? steps[s.steps % steps.size(0)].narrow(1, 0, s.units).clone() : Tensor();
  };
  return {last(tape.terms), last(tape.cells)};
}

Tensor transposed_rows(const Tensor& weights, std::int64_t first, std::int64_t count) {
  return weights.narrow(0, first, count).t().contiguous();
}

/// Back-propagation, step by step. The products with weights and inputs take as many steps at once as keep
/// their gates in a core's cache.
class Backward {
 public:
  /// `gradient` is the gradient of the last state; it is overwritten.
  Backward(const Sizes& sizes, const Tape& tape, const Products& weights, RecurrentState gradient,
           bool of_inputs)
      : s_(sizes),
        tape_(tape),
        not_begun_(tape.begins),
        weights_(weights),
        hidden_weights_(transposed_rows(weights.joint, 0, sizes.units)),
        state_(std::move(gradient)),
        group_(std::clamp<std::int64_t>(cached_gates / (sizes.batch * sizes.width()), 1, sizes.steps)),
        gates_(recycled({group_, sizes.batch, sizes.width()})),
        of_weights_{at::zeros_like(weights.joint), at::zeros_like(weights.aside)} {
    if (of_inputs) of_inputs_ = recycled({s_.steps, s_.batch, s_.channels});
  }

  /// `of_states` [T, B, H], or undefined.
  void run(const Tensor& of_states) {
    for (std::int64_t end = s_.steps; end > 0; end = std::max<std::int64_t>(end - group_, 0)) {
      const auto begin = std::max<std::int64_t>(end - group_, 0);
      for (auto t = end - 1; t >= begin; --t) step(t, t - begin, of_states);
      finish(begin, end - begin);
    }
  }
  const Tensor& inputs() const { return of_inputs_; }
  const Products& weights() const { return of_weights_; }
  const RecurrentState& start() const { return state_; }

 private:
  static constexpr std::int64_t cached_gates = 1 << 18;  ///< 1 MB of a core's second cache

  void step(std::int64_t t, std::int64_t slot, const Tensor& of_states) {
    if (of_states.defined()) state_.hidden.add_(of_states[t]);
    const CellGradient gradient{of_step(gates_, slot), of_step(state_.hidden, 0), of_step(state_.cell, 0)};
    not_begun_.clear(t, gradient.hidden, s_.units, s_.units);
    not_begun_.clear(t, gradient.cell, s_.units, s_.units);
    step_backward(s_.kind, cell_step(s_, tape_, t), gradient);
    multiply(s_.batch, s_.units, s_.joint(), {gradient.gates + s_.aside(), s_.width()},
             {hidden_weights_.data_ptr<float>(), s_.units}, gradient.hidden, s_.units, passes_gates(s_.kind));
  }

  void finish(std::int64_t begin, std::int64_t steps) {
    const auto rows = steps * s_.batch;
    const auto* terms = of_step(tape_.terms, begin);
    const Factor aside{gates_.data_ptr<float>(), s_.width()}, joint{aside.data + s_.aside(), s_.width()};
    multiply(s_.terms(), s_.joint(), rows, {terms, s_.stride(), 'T'}, joint,
             of_weights_.joint.data_ptr<float>(), s_.joint(), true);
    multiply(s_.channels + 1, s_.aside(), rows, {terms + s_.units, s_.stride(), 'T'}, aside,
             of_weights_.aside.data_ptr<float>(), s_.aside(), true);
    if (!of_inputs_.defined()) return;
    auto* inputs = of_step(of_inputs_, begin);
    multiply(rows, s_.channels, s_.joint(), joint,
             {weights_.joint.data_ptr<float>() + s_.units * s_.joint(), s_.joint(), 'T'}, inputs, s_.channels,
             false);
    if (s_.aside() > 0)
      multiply(rows, s_.channels, s_.aside(), aside, {weights_.aside.data_ptr<float>(), s_.aside(), 'T'},
               inputs, s_.channels, true);
  }

  Sizes s_;
  const Tape& tape_;
  NotBegun not_begun_;
  const Products& weights_;
  Tensor hidden_weights_;  ///< [joint(), H]
  RecurrentState state_;
  std::int64_t group_;
  Tensor gates_;  ///< [group, B, width()]
  Products of_weights_;
  Tensor of_inputs_;
};

Sizes sizes_of(RecurrentKind kind, const Tensor& inputs, const RecurrentState& start) {
  return {kind, inputs.size(0), inputs.size(1), inputs.size(2), start.hidden.size(1)};
}

Tensor own_or_zeros(const Tensor& gradient, const Tensor& like) {
  return gradient.defined() ? gradient.clone(at::MemoryFormat::Contiguous) : at::zeros_like(like);
}

/// The run as one node of LibTorch's graph. All its tensors must be defined, so that a tensor without
/// elements means "none".
struct Layer : torch::autograd::Function<Layer> {
  static variable_list forward(AutogradContext* context, const Tensor& inputs, const Tensor& joint,
                               const Tensor& aside, const Tensor& hidden, const Tensor& cell,
                               const Tensor& begins, std::int64_t kind) {
    const auto sizes = sizes_of(static_cast<RecurrentKind>(kind), inputs, {hidden, cell});
    const auto tape = run_forward(sizes, inputs, {joint, aside}, {hidden, cell},
                                  begins.numel() > 0 ? begins : Tensor(), true);
    context->set_materialize_grads(false);
    context->saved_data["kind"] = kind;
    context->save_for_backward(
        {inputs, joint, aside, hidden, tape.terms, tape.gates, tape.cells, tape.begins});
    auto last = last_of(sizes, tape);
    variable_list results{states_of(sizes, tape), last.hidden};
    if (last.cell.defined()) results.push_back(last.cell);
    return results;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto& hidden = saved[3];
    const auto sizes =
        sizes_of(static_cast<RecurrentKind>(context->saved_data["kind"].toInt()), saved[0], {hidden, {}});
    const Tape tape{saved[4], saved[5], saved[6], saved[7]};
    const Products weights{saved[1], saved[2]};
    const bool lstm = sizes.kind == RecurrentKind::lstm;
    Backward back(sizes, tape, weights,
                  {own_or_zeros(gradients[1], hidden), lstm ? own_or_zeros(gradients[2], hidden) : Tensor()},
                  context->needs_input_grad(0));
    back.run(gradients[0]);
    return {back.inputs(),
            back.weights().joint,
            back.weights().aside,
            back.start().hidden,
            back.start().cell,
            Tensor(),
            Tensor()};
  }
};

/// Forward without gradients. The histories are split into parts of the same size whatever the number of
/// threads, so that the bytes do not depend on it.
Tensor infer(RecurrentKind kind, const Tensor& inputs, const Products& weights, const RecurrentState& start,
             const Tensor& begins, RecurrentState& last) {
  constexpr std::int64_t part_size = 128;
  const auto whole = sizes_of(kind, inputs, start);
  auto states = recycled({whole.steps, whole.batch, whole.units});
  last = {at::empty_like(start.hidden), kind == RecurrentKind::lstm ? at::empty_like(start.cell) : Tensor()};
  at::parallel_for(0, (whole.batch + part_size - 1) / part_size, 1, [&](std::int64_t part, std::int64_t end) {
    const torch::NoGradGuard no_grad;  // each thread has its own mode
    const OneThread one_thread;
    for (; part < end; ++part) {
      const auto first = part * part_size, count = std::min(part_size, whole.batch - first);
      const auto rows = [&](const Tensor& x, std::int64_t dimension = 0) {
        return x.defined() && x.numel() > 0 ? x.narrow(dimension, first, count) : x;
      };
      auto sizes = whole;
      sizes.batch = count;
      const auto tape = run_forward(sizes, rows(inputs, 1), weights, {rows(start.hidden), rows(start.cell)},
                                    rows(begins), false);
      rows(states, 1).copy_(states_of(sizes, tape));
      const auto of_part = last_of(sizes, tape);
      rows(last.hidden).copy_(of_part.hidden);
      if (last.cell.defined()) rows(last.cell).copy_(of_part.cell);
    }
  });
  return states;
}

/// LibTorch's weights, sorted for the two products. The gru's last block of gates needs the reset gate first:
/// its part from state and hidden bias is in the joint product, its part from inputs and input bias in the
/// other.
Products join_weights(RecurrentKind kind, const RecurrentWeights& w) {
  if (kind != RecurrentKind::gru)
    return {at::cat({w.hidden.t(), w.input.t(), (w.input_bias + w.hidden_bias).unsqueeze(0)}),
            at::empty({0, 0})};
  const auto units = w.hidden.size(1);
  const auto own = w.input.narrow(0, 2 * units, units), others = w.input.narrow(0, 0, 2 * units);
  const auto own_bias = w.input_bias.narrow(0, 2 * units, units);
  const auto bias = w.hidden_bias + at::cat({w.input_bias.narrow(0, 0, 2 * units), at::zeros({units})});
  return {at::cat({w.hidden.t(), at::cat({others, at::zeros_like(own)}).t(), bias.unsqueeze(0)}),
          at::cat({own.t(), own_bias.unsqueeze(0)})};
}

}  // namespace

bool onednn_takes(const Tensor& inputs) {
  return inputs.device().is_cpu() && inputs.scalar_type() == at::kFloat;
}

Tensor onednn_layer(RecurrentKind kind, const Tensor& inputs, const Tensor& lengths,
                    const RecurrentWeights& weights, RecurrentState& state) {
  const auto start = [&](const Tensor& s) {
    return s.defined() ? s : at::zeros({inputs.size(1), weights.hidden.size(1)}, inputs.options());
  };
  const bool lstm = kind == RecurrentKind::lstm;
  const RecurrentState from{start(state.hidden), lstm ? start(state.cell) : at::empty({0})};
  const auto products = join_weights(kind, weights);
  const auto begins = lengths.defined() ? (inputs.size(0) - lengths).contiguous() : Tensor();
  if (!at::GradMode::is_enabled()) return infer(kind, inputs, products, from, begins, state);
  const auto y =
      Layer::apply(inputs, products.joint, products.aside, from.hidden, from.cell,
                   begins.defined() ? begins : at::empty({0}, at::kLong), static_cast<std::int64_t>(kind));
  state = {y[1], lstm ? y[2] : Tensor()};
  return y[0];
}

}  // namespace symh

#else

namespace symh {

bool onednn_takes(const torch::Tensor&) { return false; }

torch::Tensor onednn_layer(RecurrentKind, const torch::Tensor&, const torch::Tensor&, const RecurrentWeights&,
                           RecurrentState&) {
  throw RunError("this symh was built without oneDNN");
}

}  // namespace symh

#endif
