#include "models/onednn_recurrent.h"

#include "core/error.h"

#ifdef SYMH_ONEDNN

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <compare>
#include <dnnl.hpp>
#include <map>
#include <optional>
#include <unordered_map>

#include "models/recycled.h"

namespace symh {
namespace {

using dnnl::memory;
using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr auto direction = dnnl::rnn_direction::unidirectional_left2right;

struct Shape {
  RecurrentKind kind;
  std::int64_t steps, batch, channels, units;
  int threads;  ///< oneDNN sizes its scratchpad for this many
  bool training;
  auto operator<=>(const Shape&) const = default;
};

std::int64_t gates_of(RecurrentKind kind) {
  if (kind == RecurrentKind::lstm) return 4;
  return kind == RecurrentKind::gru ? 3 : 1;
}

/// The GRU that applies its reset gate after the product has a bias of its own for that product.
std::int64_t biases_of(RecurrentKind kind) { return gates_of(kind) + (kind == RecurrentKind::gru ? 1 : 0); }

dnnl::engine& cpu() {
  static dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

memory::desc describe(const memory::dims& dims, memory::format_tag tag) {
  return {dims, memory::data_type::f32, tag};
}

/// The memory of one layer as oneDNN names it; weights in whatever layout it likes best.
struct Layout {
  explicit Layout(const Shape& s)
      : layer(describe({s.steps, s.batch, s.channels}, memory::format_tag::tnc)),
        state(describe({1, 1, s.batch, s.units}, memory::format_tag::ldnc)),
        input(describe({1, 1, s.channels, gates_of(s.kind), s.units}, memory::format_tag::any)),
        hidden(describe({1, 1, s.units, gates_of(s.kind), s.units}, memory::format_tag::any)),
        bias(describe({1, 1, biases_of(s.kind), s.units}, memory::format_tag::ldgo)),
        states(describe({s.steps, s.batch, s.units}, memory::format_tag::tnc)) {}
  memory::desc layer, state, input, hidden, bias, states;
};

/// Scratch memory is handed over at each call, as oneDNN's own belongs to the thread that made the primitive.
dnnl::primitive_attr attributes() {
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return attributes;
}

// oneDNN 3 takes the operation's arguments where oneDNN 2 took a descriptor.
template <class Operation, class... Arguments>
typename Operation::primitive_desc forward_of(const Arguments&... arguments) {
#if DNNL_VERSION_MAJOR >= 3
  return {cpu(), arguments..., attributes()};
#else
  return {typename Operation::desc(arguments...), attributes(), cpu()};
#endif
}

template <class Operation, class Hint, class... Arguments>
typename Operation::primitive_desc backward_of(const Hint& hint, const Arguments&... arguments) {
#if DNNL_VERSION_MAJOR >= 3
  return {cpu(), arguments..., hint, attributes()};
#else
  return {typename Operation::desc(arguments...), attributes(), cpu(), hint};
#endif
}

/// A primitive of one shape and the memory it wants.
struct Pass {
  dnnl::rnn_primitive_desc_base descriptor;
  dnnl::primitive primitive;
};

struct Plan {
  Pass forward;
  std::optional<Pass> backward;
};

template <class Forward, class Backward, class... Arguments>
Plan plan_of(bool training, const Arguments&... arguments) {
  using dnnl::prop_kind;
  const auto forward = forward_of<Forward>(
      training ? prop_kind::forward_training : prop_kind::forward_inference, arguments...);
  Plan plan{{forward, Forward(forward)}, {}};
  if (!training) return plan;
  // The gradients have the shapes of what they are gradients of.
  const auto make = [&](const auto&... both) {
    return backward_of<Backward>(forward, prop_kind::backward, both...);
  };
  const auto backward = [&] {
    if constexpr (std::is_same_v<Forward, dnnl::vanilla_rnn_forward>) {
      return [&](const auto& activation, const auto& way, const auto&... memories) {
        return make(activation, way, memories..., memories...);
      }(arguments...);
    } else {
      return [&](const auto& way, const auto&... memories) {
        return make(way, memories..., memories...);
      }(arguments...);
    }
  }();
  plan.backward = Pass{backward, Backward(backward)};
  return plan;
}

Plan make_plan(const Shape& shape) {
  const Layout m(shape);
  if (shape.kind == RecurrentKind::lstm)
    return plan_of<dnnl::lstm_forward, dnnl::lstm_backward>(shape.training, direction, m.layer, m.state,
                                                            m.state, m.input, m.hidden, m.bias, m.states,
                                                            m.state, m.state);
  if (shape.kind == RecurrentKind::gru)
    return plan_of<dnnl::lbr_gru_forward, dnnl::lbr_gru_backward>(
        shape.training, direction, m.layer, m.state, m.input, m.hidden, m.bias, m.states, m.state);
  const auto activation =
      shape.kind == RecurrentKind::rnn_relu ? dnnl::algorithm::eltwise_relu : dnnl::algorithm::eltwise_tanh;
  return plan_of<dnnl::vanilla_rnn_forward, dnnl::vanilla_rnn_backward>(
      shape.training, activation, direction, m.layer, m.state, m.input, m.hidden, m.bias, m.states, m.state);
}

/// Making a plan costs as much as some 10 steps of a small layer.
const Plan& plan_for(const Shape& shape) {
  constexpr std::size_t most = 64;
  thread_local std::map<Shape, Plan> plans;
  const auto found = plans.find(shape);
  if (found != plans.end()) return found->second;
  if (plans.size() >= most) plans.clear();
  return plans.emplace(shape, make_plan(shape)).first->second;
}

Tensor bytes_for(const memory::desc& desc) {
  return recycled({static_cast<std::int64_t>(desc.get_size())}, at::kByte);
}

memory view(const memory::desc& desc, const Tensor& tensor) { return {desc, cpu(), tensor.data_ptr()}; }

/// One call of a primitive; holds what its arguments point at.
class Call {
 public:
  explicit Call(const Pass& pass) : pass_(pass), stream_(cpu()) {
    own(DNNL_ARG_SCRATCHPAD, pass.descriptor.scratchpad_desc());
  }
  /// `tensor` must be contiguous, or undefined where the primitive takes no such argument.
  void give(int argument, const memory::desc& desc, const Tensor& tensor) {
    if (!tensor.defined()) return;
    arguments_.emplace(argument, view(desc, tensor));
    held_.push_back(tensor);
  }
  Tensor own(int argument, const memory::desc& desc) {
    auto tensor = bytes_for(desc);
    give(argument, desc, tensor);
    return tensor;
  }
  /// Weights [G, H, C] into the layout of the primitive.
  void pack(int argument, const memory::desc& desc, const Tensor& weights) {
    own(argument, desc);
    auto from = view(plain(weights), weights), to = arguments_.at(argument);
    dnnl::reorder(from, to).execute(stream_, from, to);
  }
  /// A gradient of weights of that shape, which the primitive adds to.
  void gather(int argument, const memory::desc& desc) { own(argument, desc).zero_(); }
  void unpack(int argument, const Tensor& weights) {
    auto from = arguments_.at(argument), to = view(plain(weights), weights);
    dnnl::reorder(from, to).execute(stream_, from, to);
  }
  void execute() {
    pass_.primitive.execute(stream_, arguments_);
    stream_.wait();
  }

 private:
  static memory::desc plain(const Tensor& w) {
    return describe({1, 1, w.size(2), w.size(0), w.size(1)}, memory::format_tag::ldgoi);
  }
  const Pass& pass_;
  dnnl::stream stream_;
  std::unordered_map<int, memory> arguments_;
  std::vector<Tensor> held_;
};

/// What forward and backward share, in the order that autograd knows: inputs, weights, bias, state.
struct Operands {
  Tensor layer, input, hidden, bias, state, cell;  ///< cell undefined but for the lstm
};

void give_operands(Call& call, const Pass& pass, const Operands& x) {
  const auto& d = pass.descriptor;
  call.give(DNNL_ARG_SRC_LAYER, d.src_layer_desc(), x.layer);
  call.pack(DNNL_ARG_WEIGHTS_LAYER, d.weights_layer_desc(), x.input);
  call.pack(DNNL_ARG_WEIGHTS_ITER, d.weights_iter_desc(), x.hidden);
  call.give(DNNL_ARG_BIAS, d.bias_desc(), x.bias);
  call.give(DNNL_ARG_SRC_ITER, d.src_iter_desc(), x.state);
  call.give(DNNL_ARG_SRC_ITER_C, d.src_iter_c_desc(), x.cell);
}

/// States of all steps and the last one.
struct Result {
  Tensor states, state, cell;
};

void give_result(Call& call, const Pass& pass, const Result& y) {
  const auto& d = pass.descriptor;
  call.give(DNNL_ARG_DST_LAYER, d.dst_layer_desc(), y.states);
  call.give(DNNL_ARG_DST_ITER, d.dst_iter_desc(), y.state);
  call.give(DNNL_ARG_DST_ITER_C, d.dst_iter_c_desc(), y.cell);
}

Shape shape_of(RecurrentKind kind, const Operands& x, bool training) {
  return {kind,    x.layer.size(0), x.layer.size(1), x.layer.size(2), x.state.size(1), at::get_num_threads(),
          training};
}

/// Runs forward; in training `workspace` gets what backward needs.
Result run_forward(RecurrentKind kind, const Operands& x, Tensor* workspace) {
  const auto shape = shape_of(kind, x, workspace != nullptr);
  const auto& pass = plan_for(shape).forward;
  Result y{recycled({shape.steps, shape.batch, shape.units}), at::empty_like(x.state),
           x.cell.defined() ? at::empty_like(x.cell) : Tensor()};
  Call call(pass);
  give_operands(call, pass, x);
  give_result(call, pass, y);
  if (workspace != nullptr) *workspace = call.own(DNNL_ARG_WORKSPACE, pass.descriptor.workspace_desc());
  call.execute();
  return y;
}

Tensor gradient_or_zeros(const Tensor& gradient, const Tensor& like) {
  return gradient.defined() ? gradient.contiguous() : at::zeros_like(like);
}

/// Gradients of the operands, given those of the result.
Operands run_backward(RecurrentKind kind, const Operands& x, const Result& y, const Tensor& workspace,
                      const Result& gradient) {
  const auto& pass = *plan_for(shape_of(kind, x, true)).backward;
  const auto& d = pass.descriptor;
  Operands of{recycled(x.layer.sizes()), at::empty_like(x.input),
              at::empty_like(x.hidden),  at::zeros_like(x.bias),
              at::empty_like(x.state),   x.cell.defined() ? at::empty_like(x.cell) : Tensor()};
  Call call(pass);
  give_operands(call, pass, x);
  give_result(call, pass, y);
  call.give(DNNL_ARG_WORKSPACE, d.workspace_desc(), workspace);
  call.give(DNNL_ARG_DIFF_DST_LAYER, d.diff_dst_layer_desc(), gradient.states);
  call.give(DNNL_ARG_DIFF_DST_ITER, d.diff_dst_iter_desc(), gradient.state);
  call.give(DNNL_ARG_DIFF_DST_ITER_C, d.diff_dst_iter_c_desc(), gradient.cell);
  call.give(DNNL_ARG_DIFF_SRC_LAYER, d.diff_src_layer_desc(), of.layer);
  call.give(DNNL_ARG_DIFF_SRC_ITER, d.diff_src_iter_desc(), of.state);
  call.give(DNNL_ARG_DIFF_SRC_ITER_C, d.diff_src_iter_c_desc(), of.cell);
  call.give(DNNL_ARG_DIFF_BIAS, d.diff_bias_desc(), of.bias);
  call.gather(DNNL_ARG_DIFF_WEIGHTS_LAYER, d.diff_weights_layer_desc());
  call.gather(DNNL_ARG_DIFF_WEIGHTS_ITER, d.diff_weights_iter_desc());
  call.execute();
  call.unpack(DNNL_ARG_DIFF_WEIGHTS_LAYER, of.input);
  call.unpack(DNNL_ARG_DIFF_WEIGHTS_ITER, of.hidden);
  return of;
}

/// The primitive as one node of LibTorch's graph, whose tensors must all be defined: a cell without elements
/// stands for none.
struct Layer : torch::autograd::Function<Layer> {
  static variable_list forward(AutogradContext* context, const Tensor& layer, const Tensor& input,
                               const Tensor& hidden, const Tensor& bias, const Tensor& state,
                               const Tensor& cell, std::int64_t kind) {
    const auto part = cell.numel() > 0 ? cell : Tensor();
    Tensor workspace;
    const auto y =
        run_forward(static_cast<RecurrentKind>(kind), {layer, input, hidden, bias, state, part}, &workspace);
    context->saved_data["kind"] = kind;
    context->save_for_backward(
        {layer, input, hidden, bias, state, part, y.states, y.state, y.cell, workspace});
    return y.cell.defined() ? variable_list{y.states, y.state, y.cell} : variable_list{y.states, y.state};
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const Operands x{saved[0], saved[1], saved[2], saved[3], saved[4], saved[5]};
    const Result y{saved[6], saved[7], saved[8]};
    const Result gradient{gradient_or_zeros(gradients[0], y.states), gradient_or_zeros(gradients[1], y.state),
                          y.cell.defined() ? gradient_or_zeros(gradients[2], y.cell) : Tensor()};
    const auto kind = static_cast<RecurrentKind>(context->saved_data["kind"].toInt());
    const auto of = run_backward(kind, x, y, saved[9], gradient);
    return {of.layer, of.input, of.hidden, of.bias, of.state, of.cell, Tensor()};
  }
};

/// LibTorch's reset, update, new as oneDNN's update, reset, new; a single tensor of [G, ...].
Tensor order_gates(RecurrentKind kind, const Tensor& gates) {
  if (kind != RecurrentKind::gru) return gates;
  return at::cat({gates.narrow(0, 1, 1), gates.narrow(0, 0, 1), gates.narrow(0, 2, 1)});
}

Tensor join_biases(RecurrentKind kind, const RecurrentWeights& weights, std::int64_t units) {
  const auto input = order_gates(kind, weights.input_bias.view({-1, units}));
  const auto hidden = order_gates(kind, weights.hidden_bias.view({-1, units}));
  if (kind != RecurrentKind::gru) return input + hidden;
  return at::cat(
      {input.narrow(0, 0, 2) + hidden.narrow(0, 0, 2), input.narrow(0, 2, 1), hidden.narrow(0, 2, 1)});
}

}  // namespace

bool onednn_takes(const Tensor& inputs) {
  return inputs.device().is_cpu() && inputs.scalar_type() == at::kFloat;
}

Tensor onednn_layer(RecurrentKind kind, const Tensor& inputs, const RecurrentWeights& weights,
                    RecurrentState& state) {
  const auto units = weights.hidden.size(1);
  const auto start = [&](const Tensor& s) {
    return s.defined() ? s.contiguous() : at::zeros({inputs.size(1), units}, inputs.options());
  };
  const auto by_gate = [&](const Tensor& w) {
    return order_gates(kind, w.view({-1, units, w.size(1)})).contiguous();
  };
  const Operands x{inputs.contiguous(),     by_gate(weights.input),
                   by_gate(weights.hidden), join_biases(kind, weights, units),
                   start(state.hidden),     kind == RecurrentKind::lstm ? start(state.cell) : Tensor()};
  if (!at::GradMode::is_enabled()) {
    const auto y = run_forward(kind, x, nullptr);
    state = {y.state, y.cell};
    return y.states;
  }
  const auto y = Layer::apply(x.layer, x.input, x.hidden, x.bias, x.state,
                              x.cell.defined() ? x.cell : at::empty({0}), static_cast<std::int64_t>(kind));
  state = {y[1], y.size() > 2 ? y[2] : Tensor()};
  return y[0];
}

}  // namespace symh

#else

namespace symh {

bool onednn_takes(const torch::Tensor&) { return false; }

torch::Tensor onednn_layer(RecurrentKind, const torch::Tensor&, const RecurrentWeights&, RecurrentState&) {
  throw RunError("this symh was built without oneDNN");
}

}  // namespace symh

#endif
