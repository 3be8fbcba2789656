#include "exporting/torchscript.h"

#include <ATen/ATen.h>
#include <fmt/args.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/csrc/jit/api/module.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>

namespace symh {
namespace {

using namespace graph;

/// TorchScript writes types as whole numbers.
int type_number(DataType type) {
  switch (type) {
    case DataType::float32:
      return static_cast<int>(at::kFloat);
    case DataType::float64:
      return static_cast<int>(at::kDouble);
    case DataType::int64:
      return static_cast<int>(at::kLong);
    case DataType::boolean:
      return static_cast<int>(at::kBool);
  }
  throw std::logic_error("no such type");
}

struct Row {
  Op op;
  const char* call;  ///< {0} {1} … are the inputs, then the numbers
};

constexpr Row calls[] = {
    {Op::add, "{0} + {1}"},
    {Op::subtract, "{0} - {1}"},
    {Op::multiply, "{0} * {1}"},
    {Op::power, "torch.pow({0}, {1})"},
    {Op::remainder, "torch.remainder({0}, {1})"},
    {Op::less, "torch.lt({0}, {1})"},
    {Op::equal, "torch.eq({0}, {1})"},
    {Op::logical_and, "torch.logical_and({0}, {1})"},
    {Op::logical_or, "torch.logical_or({0}, {1})"},
    {Op::logical_not, "torch.logical_not({0})"},
    {Op::is_nan, "torch.isnan({0})"},
    {Op::negate, "torch.neg({0})"},
    {Op::exponential, "torch.exp({0})"},
    {Op::logarithm, "torch.log({0})"},
    {Op::square_root, "torch.sqrt({0})"},
    {Op::sine, "torch.sin({0})"},
    {Op::error_function, "torch.erf({0})"},
    {Op::relu, "torch.relu({0})"},
    {Op::hyperbolic_tangent, "torch.tanh({0})"},
    {Op::softplus, "torch.softplus({0})"},
    {Op::where, "torch.where({0}, {1}, {2})"},
    {Op::slice, "torch.slice({0}, {1}, {2}, {3}, {4})"},
    {Op::select, "torch.select({0}, {1}, {2})"},
    {Op::index, "torch.index_select({0}, {2}, {1})"},
    {Op::take, "torch.take({0}, {1})"},
    {Op::gather, "torch.gather({0}, {2}, {1})"},
    {Op::unsqueeze, "torch.unsqueeze({0}, {1})"},
    {Op::reduce_sum, "torch.sum({0}, [{1}])"},
    {Op::reduce_max, "torch.amax({0}, [{1}])"},
    {Op::softmax, "torch.softmax({0}, {1})"},
    {Op::matmul, "torch.matmul({0}, {1})"},
    {Op::conv1d, "torch.conv1d({0}, {1}, {2}, [{3}], [{4}])"},
    {Op::max_pool1d, "torch.max_pool1d({0}, [{1}], [{1}])"},
    {Op::average_pool1d, "torch.avg_pool1d({0}, [{1}], [{1}])"},
};

class Script {
 public:
  explicit Script(const Graph& graph) : graph_(graph) {}

  std::string name(std::size_t index) const {
    const auto& node = graph_.node(index);
    if (node.op == Op::input) return graph_.inputs()[node.leaf].name;
    return node.op == Op::constant ? fmt::format("self.c{}", node.leaf) : fmt::format("v{}", index);
  }

  std::string text() const {
    std::string text = "def forward(self";
    for (const auto& input : graph_.inputs()) text += ", " + input.name;
    text += "):\n";
    for (const auto index : graph_.order())
      if (const auto& node = graph_.node(index); node.op != Op::input && node.op != Op::constant)
        text += fmt::format("    {} = {}\n", name(index), call(node));
    std::vector<std::string> outputs;
    for (const auto& output : graph_.outputs())
      outputs.push_back(fmt::format("\"{}\": {}", output.name, name(output.node)));
    return text + fmt::format("    return {{{}}}\n", fmt::join(outputs, ", "));
  }

 private:
  std::string call(const Node& node) const;
  std::string recurrent(const Node& node, const std::vector<std::string>& inputs) const;

  const Graph& graph_;
};

/// LibTorch takes a pair of paddings, before and after, for each axis, the last axis first.
std::string pad(const Node& node, const std::string& input) {
  std::vector<std::int64_t> pads;
  for (std::size_t axis = node.numbers.size(); axis-- > 0;) {
    pads.push_back(node.numbers[axis]);
    pads.push_back(0);
  }
  const auto fill = std::isnan(node.fill) ? std::string("float('nan')") : fmt::format("{:.1f}", node.fill);
  return fmt::format("torch.constant_pad_nd({}, [{}], {})", input, fmt::join(pads, ", "), fill);
}

std::string Script::recurrent(const Node& node, const std::vector<std::string>& inputs) const {
  const auto zeros = fmt::format("torch.zeros([1, {0}.size(0), {1}], dtype={0}.dtype, device={0}.device)",
                                 inputs[0], node.numbers[0]);
  const auto tail = fmt::format("[{}], True, 1, 0.0, False, False, True)[0]",
                                fmt::join(inputs.begin() + 1, inputs.end(), ", "));
  if (node.op == Op::lstm) return fmt::format("torch.lstm({0}, [{1}, {1}], {2}", inputs[0], zeros, tail);
  const auto* kind = node.op == Op::gru ? "gru" : node.op == Op::rnn_relu ? "rnn_relu" : "rnn_tanh";
  return fmt::format("torch.{}({}, {}, {}", kind, inputs[0], zeros, tail);
}

std::string Script::call(const Node& node) const {
  std::vector<std::string> inputs;
  for (const auto input : node.inputs) inputs.push_back(name(input));
  switch (node.op) {
    case Op::divide:
      if (node.type != DataType::int64) return inputs[0] + " / " + inputs[1];
      return fmt::format("torch.div({}, {}, rounding_mode='trunc')", inputs[0], inputs[1]);
    case Op::cast:
      return fmt::format("{}.to({})", inputs[0], type_number(node.type));
    case Op::concat:
      return fmt::format("torch.cat([{}], {})", fmt::join(inputs, ", "), node.numbers[0]);
    case Op::reshape:
      return fmt::format("torch.reshape({}, [{}])", inputs[0], fmt::join(node.numbers, ", "));
    case Op::transpose:
      return fmt::format("torch.permute({}, [{}])", inputs[0], fmt::join(node.numbers, ", "));
    case Op::pad:
      return pad(node, inputs[0]);
    case Op::lstm:
    case Op::gru:
    case Op::rnn_relu:
    case Op::rnn_tanh:
      return recurrent(node, inputs);
    default:
      break;
  }
  const auto* row = std::ranges::find(calls, node.op, &Row::op);
  if (row == std::end(calls)) throw std::logic_error("TorchScript has no such node");
  for (const auto number : node.numbers) inputs.push_back(std::to_string(number));
  fmt::dynamic_format_arg_store<fmt::format_context> arguments;
  for (const auto& input : inputs) arguments.push_back(input);
  return fmt::vformat(row->call, arguments);
}

at::Tensor tensor_of(const Constant& constant) {
  const auto type = static_cast<at::ScalarType>(type_number(constant.type));
  return at::from_blob(const_cast<char*>(constant.bytes.data()), constant.shape, at::dtype(type)).clone();
}

}  // namespace

std::string write_torchscript(const graph::Graph& graph) {
  torch::jit::Module module("symh_forecast");
  for (const auto index : graph.order())
    if (const auto& node = graph.node(index); node.op == Op::constant)
      module.register_buffer(fmt::format("c{}", node.leaf), tensor_of(graph.constants()[node.leaf]));
  module.define(Script(graph).text());
  module.eval();
  std::ostringstream stream;
  module.save(stream);
  return stream.str();
}

}  // namespace symh
