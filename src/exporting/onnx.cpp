#include "exporting/onnx.h"

#include <fmt/format.h>
#include <onnx/checker.h>
#include <onnx/onnx_pb.h>
#include <onnx/shape_inference/implementation.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <map>
#include <stdexcept>

#include "core/error.h"
#include "core/version.h"

namespace symh {
namespace {

using namespace graph;

constexpr int operator_set = 13;
constexpr int ir_version = 7;  // came with that operator set

struct Row {
  Op op;
  const char* type;
};

/// The operations that are one ONNX node with the same inputs and no attributes.
constexpr Row plain[] = {
    {Op::add, "Add"},           {Op::subtract, "Sub"},
    {Op::multiply, "Mul"},      {Op::divide, "Div"},
    {Op::power, "Pow"},         {Op::remainder, "Mod"},
    {Op::less, "Less"},         {Op::equal, "Equal"},
    {Op::logical_and, "And"},   {Op::logical_or, "Or"},
    {Op::logical_not, "Not"},   {Op::is_nan, "IsNaN"},
    {Op::negate, "Neg"},        {Op::exponential, "Exp"},
    {Op::logarithm, "Log"},     {Op::square_root, "Sqrt"},
    {Op::sine, "Sin"},          {Op::error_function, "Erf"},
    {Op::relu, "Relu"},         {Op::hyperbolic_tangent, "Tanh"},
    {Op::softplus, "Softplus"}, {Op::where, "Where"},
    {Op::take, "Gather"},       {Op::matmul, "MatMul"},
};

int type_number(DataType type) {
  switch (type) {
    case DataType::float32:
      return onnx::TensorProto::FLOAT;
    case DataType::float64:
      return onnx::TensorProto::DOUBLE;
    case DataType::int64:
      return onnx::TensorProto::INT64;
    case DataType::boolean:
      return onnx::TensorProto::BOOL;
  }
  throw std::logic_error("no such type");
}

void describe(onnx::ValueInfoProto& info, const std::string& name, DataType type,
              const std::vector<std::string>& dimensions) {
  info.set_name(name);
  auto* tensor = info.mutable_type()->mutable_tensor_type();
  tensor->set_elem_type(type_number(type));
  for (const auto& text : dimensions) {
    auto* dimension = tensor->mutable_shape()->add_dim();
    if (std::isdigit(static_cast<unsigned char>(text.front())) != 0)
      dimension->set_dim_value(std::stoll(text));
    else
      dimension->set_dim_param(text);
  }
}

void set_number(onnx::NodeProto& node, const char* name, std::int64_t value) {
  auto* attribute = node.add_attribute();
  attribute->set_name(name);
  attribute->set_type(onnx::AttributeProto::INT);
  attribute->set_i(value);
}

void set_numbers(onnx::NodeProto& node, const char* name, const std::vector<std::int64_t>& values) {
  auto* attribute = node.add_attribute();
  attribute->set_name(name);
  attribute->set_type(onnx::AttributeProto::INTS);
  for (const auto value : values) attribute->add_ints(value);
}

void set_texts(onnx::NodeProto& node, const char* name, const std::vector<std::string>& values) {
  auto* attribute = node.add_attribute();
  attribute->set_name(name);
  attribute->set_type(onnx::AttributeProto::STRINGS);
  for (const auto& value : values) attribute->add_strings(value);
}

Constant whole_numbers(const std::vector<std::int64_t>& values, std::vector<std::int64_t> shape) {
  Constant constant{DataType::int64, std::move(shape), std::string(values.size() * sizeof(std::int64_t), 0)};
  std::memcpy(constant.bytes.data(), values.data(), constant.bytes.size());
  return constant;
}

Constant number(double value, DataType type) {
  Graph graph;
  return graph.constants()[graph.node(graph.scalar(value, type).node()).leaf];
}

/// The weights with their gates, equal parts of the first dimension, in another order.
std::string reordered(const Constant& weights, const std::vector<std::size_t>& order) {
  const auto part = weights.bytes.size() / order.size();
  std::string bytes;
  for (const auto gate : order) bytes += weights.bytes.substr(gate * part, part);
  return bytes;
}

class Writer {
 public:
  Writer(const Graph& graph, onnx::GraphProto& proto) : graph_(graph), proto_(proto) {}

  void write() {
    for (const auto& input : graph_.inputs())
      describe(*proto_.add_input(), input.name, input.type, input.dimensions);
    for (const auto index : graph_.order()) {
      const auto op = graph_.node(index).op;
      if (op != Op::input && op != Op::constant) write(graph_.node(index), fmt::format("v{}", index));
    }
    for (const auto& output : graph_.outputs()) {
      describe(*proto_.add_output(), output.name, graph_.node(output.node).type, output.dimensions);
      add("Identity", {name(output.node)}, output.name);
    }
  }

 private:
  std::string name(std::size_t index) {
    const auto& node = graph_.node(index);
    if (node.op == Op::input) return graph_.inputs()[node.leaf].name;
    return node.op == Op::constant ? initializer(graph_.constants()[node.leaf]) : fmt::format("v{}", index);
  }

  /// The name of a constant; equal constants are written once, those that no node names never.
  std::string initializer(const Constant& constant) {
    const auto [place, fresh] = written_.try_emplace(constant, fmt::format("c{}", written_.size()));
    if (fresh) {
      auto& tensor = *proto_.add_initializer();
      tensor.set_name(place->second);
      tensor.set_data_type(type_number(constant.type));
      for (const auto length : constant.shape) tensor.add_dims(length);
      tensor.set_raw_data(constant.bytes);
    }
    return place->second;
  }

  std::string list(const std::vector<std::int64_t>& values) {
    return initializer(whole_numbers(values, {std::ssize(values)}));
  }

  onnx::NodeProto& add(const char* type, const std::vector<std::string>& inputs, const std::string& output) {
    auto& node = *proto_.add_node();
    node.set_op_type(type);
    node.set_name(output);
    for (const auto& input : inputs) node.add_input(input);
    node.add_output(output);
    return node;
  }

  void write(const Node& node, const std::string& output);
  void write_shape(const Node& node, std::vector<std::string> inputs, const std::string& output);
  void write_network(const Node& node, const std::vector<std::string>& inputs, const std::string& output);
  void write_recurrent(const Node& node, const std::string& input, const std::string& output);

  const Graph& graph_;
  onnx::GraphProto& proto_;
  std::map<Constant, std::string> written_;
};

void Writer::write(const Node& node, const std::string& output) {
  std::vector<std::string> inputs;
  const bool recurrent =
      node.op == Op::lstm || node.op == Op::gru || node.op == Op::rnn_tanh || node.op == Op::rnn_relu;
  if (recurrent) return write_recurrent(node, name(node.inputs.front()), output);
  for (const auto input : node.inputs) inputs.push_back(name(input));
  const auto* row = std::ranges::find(plain, node.op, &Row::op);
  if (row != std::end(plain))
    add(row->type, inputs, output);
  else if (node.op == Op::conv1d || node.op == Op::max_pool1d || node.op == Op::average_pool1d)
    write_network(node, inputs, output);
  else
    write_shape(node, std::move(inputs), output);
}

void Writer::write_shape(const Node& node, std::vector<std::string> inputs, const std::string& output) {
  const auto& n = node.numbers;
  switch (node.op) {
    case Op::cast:
      return set_number(add("Cast", inputs, output), "to", type_number(node.type));
    case Op::concat:
      return set_number(add("Concat", inputs, output), "axis", n[0]);
    case Op::index:
      return set_number(add("Gather", inputs, output), "axis", n[0]);
    case Op::gather:
      return set_number(add("GatherElements", inputs, output), "axis", n[0]);
    case Op::softmax:
      return set_number(add("Softmax", inputs, output), "axis", n[0]);
    case Op::transpose:
      return set_numbers(add("Transpose", inputs, output), "perm", n);
    case Op::select:
      inputs.push_back(initializer(whole_numbers({n[1]}, {})));
      return set_number(add("Gather", inputs, output), "axis", n[0]);
    case Op::slice:
      for (const auto value : {n[1], n[2], n[0], n[3]}) inputs.push_back(list({value}));
      add("Slice", inputs, output);
      return;
    case Op::reshape:
      add("Reshape", {inputs[0], list(n)}, output);
      return;
    case Op::unsqueeze:
      add("Unsqueeze", {inputs[0], list(n)}, output);
      return;
    case Op::pad: {
      auto pads = n;
      pads.resize(2 * n.size(), 0);
      add("Pad", {inputs[0], list(pads), initializer(number(node.fill, node.type))}, output);
      return;
    }
    case Op::reduce_sum:
      return set_number(add("ReduceSum", {inputs[0], list(n)}, output), "keepdims", 0);
    case Op::reduce_max: {
      auto& made = add("ReduceMax", inputs, output);
      set_numbers(made, "axes", n);
      return set_number(made, "keepdims", 0);
    }
    default:
      throw std::logic_error("ONNX has no such node");
  }
}

void Writer::write_network(const Node& node, const std::vector<std::string>& inputs,
                           const std::string& output) {
  if (node.op == Op::conv1d) {
    auto& made = add("Conv", inputs, output);
    set_numbers(made, "strides", {node.numbers[0]});
    return set_numbers(made, "pads", {node.numbers[1], node.numbers[1]});
  }
  auto& made = add(node.op == Op::max_pool1d ? "MaxPool" : "AveragePool", inputs, output);
  set_numbers(made, "kernel_shape", node.numbers);
  set_numbers(made, "strides", node.numbers);
}

/// ONNX differs from LibTorch in four ways: time is the first dimension, the direction is a dimension of its
/// own, both biases are one array, and the gates have the orders i o f g (not i f g o) and z r n (not r z n).
void Writer::write_recurrent(const Node& node, const std::string& input, const std::string& output) {
  const auto units = node.numbers[0];
  const auto order = node.op == Op::lstm  ? std::vector<std::size_t>{0, 3, 1, 2}
                     : node.op == Op::gru ? std::vector<std::size_t>{1, 0, 2}
                                          : std::vector<std::size_t>{0};
  const auto rows = units * std::ssize(order);
  const auto weights = [&](std::size_t which) -> const Constant& {
    return graph_.constants()[graph_.node(node.inputs[which]).leaf];
  };
  const auto matrix = [&](std::size_t which) {
    return initializer(
        {DataType::float32, {1, rows, weights(which).shape[1]}, reordered(weights(which), order)});
  };
  const auto bias = initializer(
      {DataType::float32, {1, 2 * rows}, reordered(weights(3), order) + reordered(weights(4), order)});
  set_numbers(add("Transpose", {input}, output + "_in"), "perm", {1, 0, 2});
  const auto* type = node.op == Op::lstm ? "LSTM" : node.op == Op::gru ? "GRU" : "RNN";
  auto& made = add(type, {output + "_in", matrix(1), matrix(2), bias}, output + "_out");
  set_number(made, "hidden_size", units);
  if (node.op == Op::gru) set_number(made, "linear_before_reset", 1);
  if (order.size() == 1) set_texts(made, "activations", {node.op == Op::rnn_relu ? "Relu" : "Tanh"});
  add("Squeeze", {output + "_out", list({1})}, output + "_states");
  set_numbers(add("Transpose", {output + "_states"}, output), "perm", {1, 0, 2});
}

}  // namespace

std::string write_onnx(const graph::Graph& graph, const OnnxLabels& labels) {
  onnx::ModelProto model;
  model.set_ir_version(ir_version);
  model.set_producer_name("symh");
  model.set_producer_version(std::string(version));
  model.set_doc_string(labels.text);
  model.add_opset_import()->set_version(operator_set);
  auto* metadata = model.add_metadata_props();
  metadata->set_key("symh");
  metadata->set_value(labels.description);
  model.mutable_graph()->set_name(labels.name);
  Writer(graph, *model.mutable_graph()).write();
  auto bytes = model.SerializeAsString();
  check_onnx(bytes);
  return bytes;
}

void check_onnx(const std::string& bytes) {
  try {
    onnx::ModelProto model;
    if (!model.ParseFromString(bytes)) throw RunError("the ONNX file cannot be read back");
    onnx::checker::check_model(model);
    onnx::shape_inference::InferShapes(model, onnx::OpSchemaRegistry::Instance(), {true, 1});
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    throw RunError(fmt::format("the ONNX file is not valid: {}", error.what()));
  }
}

}  // namespace symh
