#include "models/recurrent_stack.h"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <torch/nn/init.h>
#include <torch/nn/utils/rnn.h>
#include <torch/utils.h>

#include <algorithm>
#include <tuple>
#include <type_traits>
#include <vector>

#include "models/dropout.h"
#include "models/graph_weights.h"

namespace symh {
namespace {

using torch::Tensor;
using torch::nn::utils::rnn::PackedSequence;

/// LibTorch warns about dropout on a single layer, because it drops between layers only.
template <class CellOptions>
CellOptions cell_options(const ModelConfig& config, std::int64_t features) {
  return CellOptions(features, config.units)
      .num_layers(config.layers)
      .batch_first(true)
      .dropout(config.layers > 1 ? config.dropout : 0.0);
}

std::variant<torch::nn::RNN, torch::nn::LSTM, torch::nn::GRU> make_cell(const std::string& kind,
                                                                        const ModelConfig& config,
                                                                        std::int64_t features) {
  using namespace torch::nn;
  if (kind == "lstm") return LSTM(cell_options<LSTMOptions>(config, features));
  if (kind == "gru") return GRU(cell_options<GRUOptions>(config, features));
  auto options = cell_options<RNNOptions>(config, features);
  if (config.nonlinearity == Nonlinearity::relu)
    options.nonlinearity(torch::kReLU);
  else
    options.nonlinearity(torch::kTanh);
  return RNN(options);
}

/// One gate's square matrix.
void start_gate(Tensor weights, RecurrentInit init) {
  switch (init) {
    case RecurrentInit::uniform:
      return;
    case RecurrentInit::xavier:
      torch::nn::init::xavier_uniform_(weights);
      return;
    case RecurrentInit::orthogonal:
      torch::nn::init::orthogonal_(weights);
      return;
    case RecurrentInit::identity:
      torch::nn::init::eye_(weights);
      return;
  }
}

void start_weights(torch::nn::Module& cell, const ModelConfig& config) {
  const torch::NoGradGuard no_grad;
  for (auto& item : cell.named_parameters()) {
    auto& parameter = item.value();
    if (item.key().rfind("weight_hh", 0) == 0) {
      for (const auto& gate : parameter.split(config.units)) start_gate(gate, config.init);
      parameter.mul_(config.init_scale);
    } else if (config.init == RecurrentInit::identity && item.key().rfind("weight_ih", 0) == 0)
      parameter.normal_(0.0, 0.001);
    else if (config.init == RecurrentInit::identity)
      parameter.zero_();
  }
}

/// LibTorch orders the gates input, forget, cell, output, and adds two biases; the first gets the whole
/// value.
void start_forget_bias(torch::nn::Module& lstm, const ModelConfig& config) {
  const torch::NoGradGuard no_grad;
  for (auto& item : lstm.named_parameters()) {
    if (item.key().rfind("bias", 0) != 0) continue;
    const bool input_bias = item.key().rfind("bias_ih", 0) == 0;
    item.value().narrow(0, config.units, config.units).fill_(input_bias ? config.forget_bias : 0.0);
  }
}

template <class Cell, class Sequence, class... Hidden>
auto call(Cell& cell, const Sequence& inputs, const Hidden&... hidden) {
  if constexpr (std::is_same_v<Sequence, PackedSequence>)
    return cell->forward_with_packed_input(inputs, hidden...);
  else
    return cell->forward(inputs, hidden...);
}

RecurrentKind kind_of(const std::string& kind, const ModelConfig& config) {
  if (kind == "lstm") return RecurrentKind::lstm;
  if (kind == "gru") return RecurrentKind::gru;
  return config.nonlinearity == Nonlinearity::relu ? RecurrentKind::rnn_relu : RecurrentKind::rnn_tanh;
}

/// x[i, index[i, t], :]
Tensor take_steps(const Tensor& x, const Tensor& index) {
  return x.gather(1, index.unsqueeze(2).expand({-1, -1, x.size(2)}));
}

/// [B] steps of each history within [begin, end) of a window of `total`.
Tensor steps_within(const Tensor& lengths, std::int64_t begin, std::int64_t end, std::int64_t total) {
  return lengths.defined() ? (lengths - (total - end)).clamp(0, end - begin) : lengths;
}

}  // namespace

RecurrentStack::RecurrentStack(const std::string& kind, const ModelConfig& config, std::int64_t features)
    : cell_(make_cell(kind, config, features)),
      kind_(kind_of(kind, config)),
      backend_(config.backend),
      units_(config.units),
      layers_(config.layers),
      dropout_(config.dropout) {
  start_weights(*module(), config);
  if (kind == "lstm") start_forget_bias(*module(), config);
}

std::shared_ptr<torch::nn::Module> RecurrentStack::module() const {
  return std::visit([](const auto& cell) -> std::shared_ptr<torch::nn::Module> { return cell.ptr(); }, cell_);
}

template <class Sequence>
std::pair<Sequence, RecurrentStack::State> RecurrentStack::run(const Sequence& inputs, const State& state) {
  return std::visit(
      [&](auto& cell) -> std::pair<Sequence, State> {
        if constexpr (std::is_same_v<std::decay_t<decltype(cell)>, torch::nn::LSTM>) {
          auto [output, next] = state.hidden.defined()
                                    ? call(cell, inputs, std::make_tuple(state.hidden, state.cell))
                                    : call(cell, inputs);
          return {output, {std::get<0>(next), std::get<1>(next)}};
        } else {
          auto [output, hidden] = call(cell, inputs, state.hidden);
          return {output, {hidden, {}}};
        }
      },
      cell_);
}

RecurrentWeights RecurrentStack::weights_of(std::int64_t layer) const {
  const auto parameters = module()->named_parameters();
  const auto of = [&](const char* name) { return parameters[name + std::to_string(layer)]; };
  return {of("weight_ih_l"), of("weight_hh_l"), of("bias_ih_l"), of("bias_hh_l")};
}

/// Layer by layer, time first.
Tensor RecurrentStack::run_onednn(const Tensor& inputs, const Tensor& steps, State& state) {
  auto x = inputs.transpose(0, 1);
  std::vector<Tensor> hidden, cell;
  for (std::int64_t layer = 0; layer < layers_; ++layer) {
    if (layer > 0) x = drop(x, dropout_, module()->is_training());
    const auto of = [&](const Tensor& s) { return s.defined() ? s.select(0, layer) : s; };
    RecurrentState part{of(state.hidden), of(state.cell)};
    x = onednn_layer(kind_, x, steps, weights_of(layer), part);
    hidden.push_back(part.hidden);
    if (part.cell.defined()) cell.push_back(part.cell);
  }
  state = {at::stack(hidden), cell.empty() ? Tensor() : at::stack(cell)};
  return x.transpose(0, 1);
}

/// Every row has 1 ... T steps, at the end. A packed sequence needs them at the start.
Tensor RecurrentStack::run_packed(const Tensor& inputs, const Tensor& steps, State& state) {
  const auto total = inputs.size(1);
  const auto index = at::arange(total, steps.options()).unsqueeze(0);
  const auto offset = (total - steps).unsqueeze(1);
  const auto leftward = (index + offset).clamp_max(total - 1).to(inputs.device());
  const auto packed = torch::nn::utils::rnn::pack_padded_sequence(take_steps(inputs, leftward), steps,
                                                                  /*batch_first=*/true,
                                                                  /*enforce_sorted=*/false);
  auto [outputs, next] = run(packed, state);
  state = next;
  const auto padded = std::get<0>(torch::nn::utils::rnn::pad_packed_sequence(outputs, /*batch_first=*/true,
                                                                             /*padding_value=*/0.0, total));
  const auto rightward = (index - offset).clamp_min(0).to(inputs.device());
  return take_steps(padded, rightward).masked_fill(index.lt(offset).unsqueeze(2).to(inputs.device()), 0.0);
}

/// Leaves out the histories that begin after the chunk, because a packed sequence cannot be empty.
Tensor RecurrentStack::run_chunk(const Tensor& inputs, const Tensor& steps, State& state) {
  const bool whole = !steps.defined() || steps.eq(inputs.size(1)).all().item<bool>();
  if (backend_ != RecurrentBackend::torch && onednn_takes(inputs))
    return run_onednn(inputs, whole ? Tensor() : steps, state);
  if (whole) {
    auto [outputs, next] = run(inputs, state);
    state = next;
    return outputs;
  }
  const auto begun = at::nonzero(steps > 0).squeeze(1);
  if (begun.numel() == inputs.size(0)) return run_packed(inputs, steps, state);
  auto outputs = at::zeros({inputs.size(0), inputs.size(1), units_}, inputs.options().requires_grad(false));
  if (begun.numel() == 0) return outputs;

  const auto rows = begun.to(inputs.device());
  const auto of_rows = [&](const Tensor& s) { return s.defined() ? s.index_select(1, rows) : s; };
  State part{of_rows(state.hidden), of_rows(state.cell)};
  const auto result = run_packed(inputs.index_select(0, rows), steps.index_select(0, begun), part);
  const auto to_all = [&](const Tensor& s) {
    return s.defined() ? at::zeros({s.size(0), inputs.size(0), units_}, s.options().requires_grad(false))
                             .index_copy(1, rows, s)
                       : s;
  };
  state = {to_all(part.hidden), to_all(part.cell)};
  return outputs.index_copy(0, rows, result);
}

RecurrentStack::States RecurrentStack::unroll(const Tensor& inputs, const Tensor& lengths,
                                              std::int64_t truncate) {
  const auto total = inputs.size(1);
  const auto chunk = truncate > 0 ? std::min(truncate, total) : total;
  const auto cpu_lengths = lengths.defined() ? lengths.to(torch::kCPU, torch::kLong) : lengths;
  std::vector<Tensor> outputs;
  State state;
  Tensor last;
  const auto remainder = total % chunk;  // counted from the end, so only the first chunk can be shorter
  for (std::int64_t begin = 0, end = remainder ? remainder : chunk; begin < total;
       begin = end, end += chunk) {
    outputs.push_back(
        run_chunk(inputs.slice(1, begin, end), steps_within(cpu_lengths, begin, end, total), state));
    if (state.hidden.defined()) {
      last = state.hidden.select(0, layers_ - 1);
      state.hidden = state.hidden.detach();
    }
    if (state.cell.defined()) state.cell = state.cell.detach();
  }
  return {outputs.size() == 1 ? outputs.front() : at::cat(outputs, 1), last};
}

graph::Value RecurrentStack::describe(graph::Value x) const {
  const GraphWeights weights(x.graph(), *module());
  const auto op = kind_ == RecurrentKind::lstm       ? graph::Op::lstm
                  : kind_ == RecurrentKind::gru      ? graph::Op::gru
                  : kind_ == RecurrentKind::rnn_relu ? graph::Op::rnn_relu
                                                     : graph::Op::rnn_tanh;
  for (std::int64_t layer = 0; layer < layers_; ++layer) {
    const auto of_layer = [&](const char* name) { return weights(fmt::format("{}_l{}", name, layer)); };
    const graph::RecurrentLayer parameters{of_layer("weight_ih"), of_layer("weight_hh"), of_layer("bias_ih"),
                                           of_layer("bias_hh")};
    x = recurrent(op, x, parameters, units_);
  }
  return x;
}

}  // namespace symh
