#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <vector>

#include "graph/graph.h"

namespace symh {

/// A node of a regression tree. A split sends a sample left if its `feature` lies below `value`, else right;
/// a leaf has the feature -1, and `value` is what the tree gives.
struct TreeNode {
  static constexpr std::int64_t leaf = -1;
  std::int64_t feature = leaf;
  float value = 0;
};

/// The regression trees of one lead time. Their nodes lie in preorder: the left child of a split is the next
/// node, its right child the first one after the whole left part. So no saved tree can have a circle, a lost
/// node or a child outside. Every object has passed these checks: whole trees, at most `most_trees` of them
/// and `deepest_tree` steps deep, features of the window, finite values.
class Trees {
 public:
  /// Throws DataError, which says what was found, unless the nodes pass the checks. `features`: how many the
  /// windows have.
  Trees(std::span<const TreeNode> nodes, std::int64_t features);

  /// The state that from_json() reads: the features and the values of all nodes.
  nlohmann::json to_json() const;
  /// Reads untrusted JSON. Throws DataError as the constructor does, or a JSON exception.
  static Trees from_json(const nlohmann::json& json, std::int64_t features);

  /// The sum over the trees in float32, in their order, for one sample. A missing feature is NaN and goes
  /// right.
  float sum(const float* features) const;

  /// [B, trees] for features [B, F]: the value of the leaf that each sample ends in.
  graph::Value leaves(graph::Value features) const;

 private:
  /// Links the tree whose root is the node `place`; returns the place behind its last node.
  std::size_t link(std::size_t place, std::int64_t depth, std::int64_t features);

  struct Linked {
    std::int64_t feature;
    float value;
    std::size_t right;  ///< place of the right child of a split
  };
  std::vector<Linked> nodes_;
  std::vector<std::size_t> roots_;
  std::int64_t depth_ = 0;  ///< steps to the farthest leaf
};

}  // namespace symh
