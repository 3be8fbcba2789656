#include "models/trees.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "models/keys/boosted_trees.h"

namespace symh {
namespace {

using testing::HasSubstr;
using Nodes = std::vector<TreeNode>;

TreeNode leaf(float value) { return {TreeNode::leaf, value}; }

std::string error_of(const Nodes& nodes, std::int64_t features = 2) {
  try {
    Trees(nodes, features);
  } catch (const DataError& error) {
    return error.what();
  }
  return "no error";
}

/// Splits `depth` deep, each with a leaf on the left.
Nodes chain(std::int64_t depth) {
  Nodes nodes;
  for (std::int64_t i = 0; i < depth; ++i) {
    nodes.push_back({0, static_cast<float>(i)});
    nodes.push_back(leaf(static_cast<float>(i)));
  }
  nodes.push_back(leaf(-1));
  return nodes;
}

TEST(Trees, AddUpTheLeavesThatASampleEndsIn) {
  // x0 < 1 ? 10 : (x1 < 2 ? 20 : 30), and a tree that is one leaf
  const Trees trees(Nodes{{0, 1}, leaf(10), {1, 2}, leaf(20), leaf(30), leaf(0.5)}, 2);
  const auto at = [&](float x0, float x1) {
    const std::array x{x0, x1};
    return trees.sum(x.data());
  };
  EXPECT_EQ(at(0, 0), 10.5F);
  EXPECT_EQ(at(1, 1), 20.5F) << "a sample on the threshold goes right";
  EXPECT_EQ(at(5, 2), 30.5F);
  EXPECT_EQ(at(NAN, NAN), 30.5F);
}

TEST(Trees, SumInFloat32InTheOrderOfTheTrees) {
  const Trees trees(Nodes{leaf(1e8F), leaf(1), leaf(-1e8F)}, 1);
  const float x = 0;
  EXPECT_EQ(trees.sum(&x), 0.F);
}

TEST(Trees, GoThroughJsonWhole) {
  const Nodes nodes{{1, 0.1F}, leaf(-3.25e-7F), {0, 1e30F}, leaf(1.F / 3), leaf(2)};
  const Trees trees(nodes, 2);
  const auto json = nlohmann::json::parse(trees.to_json().dump());
  const auto back = Trees::from_json(json, 2);
  EXPECT_EQ(back.to_json(), trees.to_json());
  const std::array x{0.F, 0.5F};
  EXPECT_EQ(back.sum(x.data()), 1.F / 3);
}

TEST(Trees, RefuseWhatIsNoForest) {
  EXPECT_EQ(error_of(chain(deepest_tree)), "no error");
  EXPECT_THAT(error_of(chain(deepest_tree + 1)), HasSubstr("deeper than 16 steps"));
  EXPECT_THAT(error_of({}), HasSubstr("no tree"));
  EXPECT_THAT(error_of({{0, 1}, leaf(1)}), HasSubstr("not whole"));
  EXPECT_THAT(error_of({{2, 1}, leaf(1), leaf(2)}), HasSubstr("feature 2, the windows have 2"));
  EXPECT_THAT(error_of({{-2, 1}, leaf(1), leaf(2)}), HasSubstr("feature -2"));
  EXPECT_THAT(error_of({leaf(NAN)}), HasSubstr("not finite"));
  EXPECT_THAT(error_of({{0, INFINITY}, leaf(1), leaf(2)}), HasSubstr("not finite"));
  EXPECT_THAT(error_of(Nodes(most_trees + 1, leaf(1))), HasSubstr("more than 10000 trees"));
}

TEST(Trees, RefuseJsonThatIsNoForest) {
  const auto refuse = [](const char* text) {
    try {
      Trees::from_json(nlohmann::json::parse(text), 2);
      ADD_FAILURE() << text;
    } catch (const DataError&) {
    } catch (const nlohmann::json::exception&) {
    }
  };
  refuse(R"({"features": [-1]})");
  refuse(R"({"features": [-1], "values": [1, 2]})");
  refuse(R"({"features": [0.5], "values": [1]})");
  refuse(R"({"features": [-1], "values": [1e300]})");
  refuse(R"({"features": [-1], "values": [null]})");
  refuse(R"({"features": 7, "values": 7})");
  refuse(R"({"features": [1e300], "values": [1]})");
  refuse("[]");
}

}  // namespace
}  // namespace symh
