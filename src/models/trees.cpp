#include "models/trees.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/json.h"
#include "models/keys/boosted_trees.h"

namespace symh {
namespace {

DataError refused(const std::string& found) {
  return DataError(fmt::format("the boosted trees have {}; restore the run folder or train again", found));
}

}  // namespace

Trees::Trees(std::span<const TreeNode> nodes, std::int64_t features) {
  nodes_.reserve(nodes.size());
  for (const auto& node : nodes) {
    if (!std::isfinite(node.value)) throw refused("a value that is not finite");
    nodes_.push_back({node.feature, node.value, 0});
  }
  if (nodes_.empty()) throw refused("no tree at a lead time");
  for (std::size_t place = 0; place < nodes_.size();) {
    roots_.push_back(place);
    if (std::ssize(roots_) > most_trees) throw refused(fmt::format("more than {} trees", most_trees));
    place = link(place, 0, features);
  }
}

std::size_t Trees::link(std::size_t place, std::int64_t depth, std::int64_t features) {
  if (depth > deepest_tree) throw refused(fmt::format("a tree deeper than {} steps", deepest_tree));
  if (place >= nodes_.size()) throw refused("a tree that is not whole");
  depth_ = std::max(depth_, depth);
  const auto feature = nodes_[place].feature;
  if (feature == TreeNode::leaf) return place + 1;
  if (feature < 0 || feature >= features)
    throw refused(fmt::format("feature {}, the windows have {}", feature, features));
  nodes_[place].right = link(place + 1, depth + 1, features);
  return link(nodes_[place].right, depth + 1, features);
}

nlohmann::json Trees::to_json() const {
  auto features = nlohmann::json::array(), values = nlohmann::json::array();
  for (const auto& node : nodes_) {
    features.push_back(node.feature);
    values.push_back(node.value);
  }
  return {{"features", std::move(features)}, {"values", std::move(values)}};
}

Trees Trees::from_json(const nlohmann::json& json, std::int64_t features) {
  const auto &of_nodes = json.at("features"), &values = json.at("values");
  if (!of_nodes.is_array() || !values.is_array() || of_nodes.size() != values.size())
    throw refused("not as many features as values");
  std::vector<TreeNode> nodes;
  for (std::size_t i = 0; i < values.size(); ++i)
    nodes.push_back({whole_number(of_nodes[i], TreeNode::leaf, features - 1), values[i].get<float>()});
  return {nodes, features};
}

float Trees::sum(const float* features) const {
  float sum = 0;
  for (auto place : roots_) {
    while (nodes_[place].feature != TreeNode::leaf) {
      const auto& node = nodes_[place];
      place = features[node.feature] < node.value ? place + 1 : node.right;
    }
    sum += nodes_[place].value;
  }
  return sum;
}

/// Every sample takes as many steps as the deepest tree has: a leaf is its own child on both sides.
graph::Value Trees::leaves(graph::Value features) const {
  std::vector<std::int64_t> left, right, feature, roots(roots_.begin(), roots_.end());
  std::vector<float> value;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const bool leaf = nodes_[i].feature == TreeNode::leaf;
    left.push_back(static_cast<std::int64_t>(leaf ? i : i + 1));
    right.push_back(static_cast<std::int64_t>(leaf ? i : nodes_[i].right));
    feature.push_back(leaf ? 0 : nodes_[i].feature);
    value.push_back(nodes_[i].value);
  }
  auto& graph = features.graph();
  const auto count = std::ssize(nodes_);
  const auto values = graph.constant(value, {count}), features_of = graph.constant(feature, {count});
  const auto left_of = graph.constant(left, {count}), right_of = graph.constant(right, {count});
  auto place = graph.constant(roots, {1, std::ssize(roots)}) +
               cast(slice(features, 1, 0, 1) * 0.0, graph::DataType::int64);
  for (std::int64_t step = 0; step < depth_; ++step) {
    const auto below = less(gather(features, 1, take(features_of, place)), take(values, place));
    place = where(below, take(left_of, place), take(right_of, place));
  }
  return take(values, place);
}

}  // namespace symh
