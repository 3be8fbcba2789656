#pragma once
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace symh::graph {

class Graph;

enum class DataType { float32, float64, int64, boolean };

/// The operation of a node; each writer has a table of the spelling in its format. Arrays broadcast as in
/// NumPy.
enum class Op {
  // leaves
  input,
  constant,
  // element by element
  add,
  subtract,
  multiply,
  divide,
  power,
  remainder,
  less,
  equal,
  logical_and,
  logical_or,
  logical_not,
  is_nan,
  negate,
  exponential,
  logarithm,
  square_root,
  sine,
  error_function,
  relu,
  hyperbolic_tangent,
  softplus,
  cast,
  where,
  // shape
  concat,
  slice,
  select,
  index,
  take,
  gather,
  reshape,
  unsqueeze,
  transpose,
  pad,
  // sums and networks
  reduce_sum,
  reduce_max,
  softmax,
  matmul,
  conv1d,
  max_pool1d,
  average_pool1d,
  rnn_tanh,
  rnn_relu,
  lstm,
  gru,
};

/// One array of a graph. Operators and functions on it add nodes. The operands of a node have one type; a
/// number beside an array takes the array's type.
class Value {
 public:
  Value(Graph& graph, std::size_t node) : graph_(&graph), node_(node) {}
  Graph& graph() const { return *graph_; }
  std::size_t node() const { return node_; }
  DataType type() const;

 private:
  Graph* graph_;
  std::size_t node_;
};

/// A constant array, row by row.
struct Constant {
  DataType type = DataType::float32;
  std::vector<std::int64_t> shape;
  std::string bytes;  ///< little-endian
  bool operator<(const Constant& other) const;
};

struct Node {
  Op op = Op::input;
  std::vector<std::size_t> inputs;    ///< nodes
  std::vector<std::int64_t> numbers;  ///< axes, strides …: see the function that makes the node
  std::size_t leaf = 0;               ///< index among the inputs or constants
  double fill = 0;                    ///< the value that pad fills with
  DataType type = DataType::float32;
};

/// A computation on arrays whose first dimension, the batch, is free. exporting/ writes it as TorchScript or
/// ONNX. Equal nodes are one node, so that a computation that several members of an ensemble need is done
/// once.
class Graph {
 public:
  struct Input {
    std::string name;
    DataType type;
    std::vector<std::string> dimensions;  ///< a name if free, a number if fixed
    std::size_t node;
  };
  struct Output {
    std::string name;
    std::size_t node;
    std::vector<std::string> dimensions;
  };

  Value input(std::string name, DataType type, std::vector<std::string> dimensions);
  void output(std::string name, Value value, std::vector<std::string> dimensions);

  Value constant(Constant constant);
  Value constant(const std::vector<float>& values, std::vector<std::int64_t> shape);
  Value constant(const std::vector<double>& values, std::vector<std::int64_t> shape);
  Value constant(const std::vector<std::int64_t>& values, std::vector<std::int64_t> shape);
  /// One number of a type.
  Value scalar(double value, DataType type);

  Value add(Op op, const std::vector<Value>& inputs, DataType type, std::vector<std::int64_t> numbers = {},
            double fill = 0);

  const std::vector<Input>& inputs() const { return inputs_; }
  const std::vector<Output>& outputs() const { return outputs_; }
  const std::vector<Constant>& constants() const { return constants_; }
  const Node& node(std::size_t index) const { return nodes_.at(index); }
  /// The nodes that the outputs need, each after its inputs.
  std::vector<std::size_t> order() const;

 private:
  using Key =
      std::pair<std::pair<Op, DataType>,
                std::pair<std::vector<std::size_t>, std::pair<std::vector<std::int64_t>, std::string>>>;

  std::vector<Input> inputs_;
  std::vector<Output> outputs_;
  std::vector<Constant> constants_;
  std::vector<Node> nodes_;
  std::map<Key, std::size_t> known_;
  std::map<Constant, std::size_t> known_constants_;
};

Value operator+(Value a, Value b);
Value operator-(Value a, Value b);
Value operator*(Value a, Value b);
Value operator/(Value a, Value b);
Value operator%(Value a, Value b);  ///< with the sign of b
Value operator+(Value a, double b);
Value operator-(Value a, double b);
Value operator*(Value a, double b);
Value operator/(Value a, double b);
Value operator%(Value a, double b);
Value operator+(double a, Value b);
Value operator-(double a, Value b);
Value operator*(double a, Value b);
Value operator/(double a, Value b);
Value operator-(Value a);
Value less(Value a, Value b);
Value less(Value a, double b);
Value less(double a, Value b);
Value equal(Value a, double b);
Value operator&&(Value a, Value b);
Value operator||(Value a, Value b);
Value operator!(Value a);

Value is_nan(Value x);
/// Powers and logarithms of float32 are computed in float64, as std::pow and std::log round them.
Value power(Value x, double exponent);
Value logarithm(Value x);
Value exponential(Value x);
Value square_root(Value x);
Value sine(Value x);  ///< ONNX Runtime has no cosine of float64: see cosine() in number.h
Value relu(Value x);
Value hyperbolic_tangent(Value x);
Value gelu(Value x);
Value softplus(Value x);
Value cast(Value x, DataType type);  ///< to int64: towards zero
Value where(Value condition, Value yes, Value no);
Value where(Value condition, double yes, Value no);
Value where(Value condition, Value yes, double no);

inline constexpr std::int64_t to_the_end = std::numeric_limits<std::int64_t>::max();

Value concat(const std::vector<Value>& parts, std::int64_t axis);
/// [begin, end) by step along an axis; negative counts from the end.
Value slice(Value x, std::int64_t axis, std::int64_t begin, std::int64_t end = to_the_end,
            std::int64_t step = 1);
/// One place along an axis; the axis is removed.
Value select(Value x, std::int64_t axis, std::int64_t place);
/// The given places along an axis, in their order.
Value index(Value x, std::int64_t axis, const std::vector<std::int64_t>& places);
/// table[index] of a one-dimensional table, in the shape of index (int64).
Value take(Value table, Value index);
/// At each place of index (int64, with as many dimensions as x) the value of x there, but at that index along
/// the axis.
Value gather(Value x, std::int64_t axis, Value index);
Value reshape(Value x, std::vector<std::int64_t> shape);  ///< -1: as long as the other dimensions leave
Value unsqueeze(Value x, std::int64_t axis);
Value transpose(Value x, std::vector<std::int64_t> order);
/// `before` values in front along each axis.
Value pad_in_front(Value x, std::vector<std::int64_t> before, double value);
Value reduce_sum(Value x, std::int64_t axis);  ///< the axis is removed
Value reduce_max(Value x, std::int64_t axis);  ///< the axis is removed
Value softmax(Value x, std::int64_t axis);
Value matmul(Value a, Value b);
/// x [B, C, T], weight [filters, C, kernel], bias [filters]
Value conv1d(Value x, Value weight, Value bias, std::int64_t stride, std::int64_t padding);
/// Pools of `size` samples along the last axis of [B, C, T], without overlap.
Value max_pool1d(Value x, std::int64_t size);
Value average_pool1d(Value x, std::int64_t size);
/// The weights of one recurrent layer in LibTorch's order: gates i f g o (lstm), r z n (gru).
struct RecurrentLayer {
  Value input, recurrent, input_bias, recurrent_bias;
};
/// The states [B, T, units] of one layer on x [B, T, C], starting from zeros; op is rnn_tanh, rnn_relu, lstm
/// or gru.
Value recurrent(Op op, Value x, const RecurrentLayer& weights, std::int64_t units);

}  // namespace symh::graph
