#include "graph/graph.h"

#include <gtest/gtest.h>
#include <torch/script.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>

#include "core/error.h"
#include "exporting/onnx.h"
#include "exporting/torchscript.h"

namespace symh {
namespace {

using namespace graph;

TEST(Graph, EqualNodesAreOneNode) {
  Graph graph;
  const auto x = graph.input("x", DataType::float32, {"batch", "3"});
  EXPECT_EQ((x + 1.0).node(), (x + 1.0).node());
  EXPECT_NE((x + 1.0).node(), (x + 2.0).node());
  EXPECT_NE(pad_in_front(x, {0, 1}, 0).node(), pad_in_front(x, {0, 1}, NAN).node());
  EXPECT_EQ(pad_in_front(x, {0, 1}, NAN).node(), pad_in_front(x, {0, 1}, NAN).node());
  EXPECT_NE(graph.scalar(1, DataType::float32).node(), graph.scalar(1, DataType::float64).node());
}

TEST(Graph, OperandsHaveOneType) {
  Graph graph;
  const auto x = graph.input("x", DataType::float32, {"batch"});
  EXPECT_THROW(x + cast(x, DataType::float64), std::logic_error);
  EXPECT_THROW(where(x, x, x), std::logic_error);
}

TEST(Graph, OnlyWhatTheOutputsNeedIsWritten) {
  Graph graph;
  const auto x = graph.input("x", DataType::float32, {"batch"});
  const auto unused = exponential(x), used = x * 2.0;
  graph.output("y", used, {"batch"});
  const auto order = graph.order();
  EXPECT_EQ(std::ranges::find(order, unused.node()), order.end());
  EXPECT_NE(std::ranges::find(order, used.node()), order.end());
}

TEST(Graph, TheOnnxCheckerRefusesWhatIsNoModel) {
  EXPECT_THROW(check_onnx("not a model"), RunError);
  Graph graph;  // an output of another shape than it says
  graph.output("y", graph.input("x", DataType::float32, {"batch", "3"}) * 2.0, {"batch", "4"});
  EXPECT_THROW(write_onnx(graph, {"wrong", "", "{}"}), RunError);
}

TEST(Graph, WholeNumbersDivideTowardsZeroAndRemaindersHaveTheSignOfTheDivisor) {
  Graph graph;
  const auto x = graph.input("x", DataType::int64, {"batch"});
  graph.output("quotient", x / 7.0, {"batch"});
  graph.output("remainder", x % 7.0, {"batch"});
  std::istringstream file(write_torchscript(graph));
  auto module = torch::jit::load(file);
  const auto outputs = module.forward({torch::tensor({-8, 8}, torch::kLong)}).toGenericDict();
  EXPECT_TRUE(torch::equal(outputs.at("quotient").toTensor(), torch::tensor({-1, 1}, torch::kLong)));
  EXPECT_TRUE(torch::equal(outputs.at("remainder").toTensor(), torch::tensor({6, 1}, torch::kLong)));
}

}  // namespace
}  // namespace symh
