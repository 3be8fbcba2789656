#include "graph/graph.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>
#include <stdexcept>
#include <tuple>

namespace symh::graph {
namespace {

template <class T>
Constant constant_of(DataType type, const std::vector<T>& values, std::vector<std::int64_t> shape) {
  Constant constant{type, std::move(shape), std::string(values.size() * sizeof(T), '\0')};
  if (!values.empty()) std::memcpy(constant.bytes.data(), values.data(), constant.bytes.size());
  return constant;
}

Value binary(Op op, Value a, Value b, DataType type) {
  if (a.type() != b.type()) throw std::logic_error("the operands of a node have different types");
  return a.graph().add(op, {a, b}, type);
}

Value binary(Op op, Value a, Value b) { return binary(op, a, b, a.type()); }

Value unary(Op op, Value x) { return x.graph().add(op, {x}, x.type()); }

/// Computes in float64 and rounds back to the type of x.
template <class Function>
Value through_float64(Value x, const Function& of) {
  return cast(of(cast(x, DataType::float64)), x.type());
}

/// A number in the type of the array beside it.
Value like(Value x, double value) { return x.graph().scalar(value, x.type()); }

/// The bit pattern of a number, to compare NaN too.
std::string bits(double value) {
  std::string text(sizeof value, '\0');
  std::memcpy(text.data(), &value, sizeof value);
  return text;
}

}  // namespace

bool Constant::operator<(const Constant& other) const {
  return std::tie(type, shape, bytes) < std::tie(other.type, other.shape, other.bytes);
}

DataType Value::type() const { return graph_->node(node_).type; }

Value Graph::input(std::string name, DataType type, std::vector<std::string> dimensions) {
  nodes_.push_back({.op = Op::input, .inputs = {}, .numbers = {}, .leaf = inputs_.size(), .type = type});
  inputs_.push_back({std::move(name), type, std::move(dimensions), nodes_.size() - 1});
  return {*this, nodes_.size() - 1};
}

void Graph::output(std::string name, Value value, std::vector<std::string> dimensions) {
  outputs_.push_back({std::move(name), value.node(), std::move(dimensions)});
}

Value Graph::constant(Constant constant) {
  const auto [place, fresh] = known_constants_.try_emplace(constant, nodes_.size());
  if (fresh) {
    nodes_.push_back(
        {.op = Op::constant, .inputs = {}, .numbers = {}, .leaf = constants_.size(), .type = constant.type});
    constants_.push_back(std::move(constant));
  }
  return {*this, place->second};
}

Value Graph::constant(const std::vector<float>& values, std::vector<std::int64_t> shape) {
  return constant(constant_of(DataType::float32, values, std::move(shape)));
}

Value Graph::constant(const std::vector<double>& values, std::vector<std::int64_t> shape) {
  return constant(constant_of(DataType::float64, values, std::move(shape)));
}

Value Graph::constant(const std::vector<std::int64_t>& values, std::vector<std::int64_t> shape) {
  return constant(constant_of(DataType::int64, values, std::move(shape)));
}

Value Graph::scalar(double value, DataType type) {
  if (type == DataType::float32) return constant(std::vector<float>{static_cast<float>(value)}, {});
  if (type == DataType::float64) return constant(std::vector<double>{value}, {});
  if (type == DataType::int64) return constant(std::vector<std::int64_t>{std::llround(value)}, {});
  throw std::logic_error("a number cannot be a truth value");
}

Value Graph::add(Op op, const std::vector<Value>& inputs, DataType type, std::vector<std::int64_t> numbers,
                 double fill) {
  Node node{.op = op, .inputs = {}, .numbers = std::move(numbers), .fill = fill, .type = type};
  for (const auto& value : inputs) node.inputs.push_back(value.node());
  const auto [place, fresh] =
      known_.try_emplace({{op, type}, {node.inputs, {node.numbers, bits(fill)}}}, nodes_.size());
  if (fresh) nodes_.push_back(std::move(node));
  return {*this, place->second};
}

std::vector<std::size_t> Graph::order() const {
  std::vector<bool> needed(nodes_.size(), false);
  for (const auto& output : outputs_) needed[output.node] = true;
  for (std::size_t i = nodes_.size(); i-- > 0;)  // a node comes after its inputs
    if (needed[i])
      for (const auto from : nodes_[i].inputs) needed[from] = true;
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    if (needed[i]) order.push_back(i);
  return order;
}

Value operator+(Value a, Value b) { return binary(Op::add, a, b); }
Value operator-(Value a, Value b) { return binary(Op::subtract, a, b); }
Value operator*(Value a, Value b) { return binary(Op::multiply, a, b); }
Value operator/(Value a, Value b) { return binary(Op::divide, a, b); }
Value operator%(Value a, Value b) { return binary(Op::remainder, a, b); }
Value operator+(Value a, double b) { return a + like(a, b); }
Value operator-(Value a, double b) { return a - like(a, b); }
Value operator*(Value a, double b) { return a * like(a, b); }
Value operator/(Value a, double b) { return a / like(a, b); }
Value operator%(Value a, double b) { return a % like(a, b); }
Value operator+(double a, Value b) { return like(b, a) + b; }
Value operator-(double a, Value b) { return like(b, a) - b; }
Value operator*(double a, Value b) { return like(b, a) * b; }
Value operator/(double a, Value b) { return like(b, a) / b; }
Value operator-(Value a) { return unary(Op::negate, a); }
Value less(Value a, Value b) { return binary(Op::less, a, b, DataType::boolean); }
Value less(Value a, double b) { return less(a, like(a, b)); }
Value less(double a, Value b) { return less(like(b, a), b); }
Value equal(Value a, double b) { return binary(Op::equal, a, like(a, b), DataType::boolean); }
Value operator&&(Value a, Value b) { return binary(Op::logical_and, a, b); }
Value operator||(Value a, Value b) { return binary(Op::logical_or, a, b); }
Value operator!(Value a) { return unary(Op::logical_not, a); }

Value is_nan(Value x) { return x.graph().add(Op::is_nan, {x}, DataType::boolean); }
Value power(Value x, double exponent) {
  return through_float64(x, [&](Value y) { return binary(Op::power, y, like(y, exponent)); });
}
Value exponential(Value x) { return unary(Op::exponential, x); }
Value logarithm(Value x) {
  return through_float64(x, [](Value y) { return unary(Op::logarithm, y); });
}
Value square_root(Value x) { return unary(Op::square_root, x); }
Value sine(Value x) { return unary(Op::sine, x); }
Value relu(Value x) { return unary(Op::relu, x); }
Value hyperbolic_tangent(Value x) { return unary(Op::hyperbolic_tangent, x); }
Value gelu(Value x) { return x * 0.5 * (unary(Op::error_function, x * (1 / std::numbers::sqrt2)) + 1.0); }
Value softplus(Value x) { return unary(Op::softplus, x); }
Value cast(Value x, DataType type) { return x.type() == type ? x : x.graph().add(Op::cast, {x}, type); }

Value where(Value condition, Value yes, Value no) {
  if (yes.type() != no.type() || condition.type() != DataType::boolean)
    throw std::logic_error("where takes a truth value and two arrays of one type");
  return yes.graph().add(Op::where, {condition, yes, no}, yes.type());
}
Value where(Value condition, double yes, Value no) { return where(condition, like(no, yes), no); }
Value where(Value condition, Value yes, double no) { return where(condition, yes, like(yes, no)); }

Value concat(const std::vector<Value>& parts, std::int64_t axis) {
  return parts.front().graph().add(Op::concat, parts, parts.front().type(), {axis});
}

Value slice(Value x, std::int64_t axis, std::int64_t begin, std::int64_t end, std::int64_t step) {
  return x.graph().add(Op::slice, {x}, x.type(), {axis, begin, end, step});
}

Value select(Value x, std::int64_t axis, std::int64_t place) {
  return x.graph().add(Op::select, {x}, x.type(), {axis, place});
}

Value index(Value x, std::int64_t axis, const std::vector<std::int64_t>& places) {
  const auto list = x.graph().constant(places, {std::ssize(places)});
  return x.graph().add(Op::index, {x, list}, x.type(), {axis});
}

Value take(Value table, Value index) { return table.graph().add(Op::take, {table, index}, table.type()); }

Value gather(Value x, std::int64_t axis, Value index) {
  return x.graph().add(Op::gather, {x, index}, x.type(), {axis});
}

Value reshape(Value x, std::vector<std::int64_t> shape) {
  return x.graph().add(Op::reshape, {x}, x.type(), std::move(shape));
}

Value unsqueeze(Value x, std::int64_t axis) { return x.graph().add(Op::unsqueeze, {x}, x.type(), {axis}); }

Value transpose(Value x, std::vector<std::int64_t> order) {
  return x.graph().add(Op::transpose, {x}, x.type(), std::move(order));
}

Value pad_in_front(Value x, std::vector<std::int64_t> before, double value) {
  return x.graph().add(Op::pad, {x}, x.type(), std::move(before), value);
}

Value reduce_sum(Value x, std::int64_t axis) { return x.graph().add(Op::reduce_sum, {x}, x.type(), {axis}); }
Value reduce_max(Value x, std::int64_t axis) { return x.graph().add(Op::reduce_max, {x}, x.type(), {axis}); }
Value softmax(Value x, std::int64_t axis) { return x.graph().add(Op::softmax, {x}, x.type(), {axis}); }
Value matmul(Value a, Value b) { return binary(Op::matmul, a, b); }

Value conv1d(Value x, Value weight, Value bias, std::int64_t stride, std::int64_t padding) {
  return x.graph().add(Op::conv1d, {x, weight, bias}, x.type(), {stride, padding});
}

Value max_pool1d(Value x, std::int64_t size) { return x.graph().add(Op::max_pool1d, {x}, x.type(), {size}); }
Value average_pool1d(Value x, std::int64_t size) {
  return x.graph().add(Op::average_pool1d, {x}, x.type(), {size});
}

Value recurrent(Op op, Value x, const RecurrentLayer& weights, std::int64_t units) {
  return x.graph().add(op, {x, weights.input, weights.recurrent, weights.input_bias, weights.recurrent_bias},
                       x.type(), {units});
}

}  // namespace symh::graph
