#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "config/options.h"
#include "core/choices.h"

namespace symh {

/// The most trees that a lead time may have, and the most steps from the root of a tree to a leaf.
inline constexpr std::int64_t most_trees = 10000, deepest_tree = 16;

/// Keys of `[model]` for boosted_trees.
struct BoostedTreesKeys {
  std::int64_t trees = 200;
  std::int64_t tree_depth = 4;
  double tree_rate = 0.05;
  std::int64_t tree_leaf_samples = 200;
  double tree_penalty = 50;
  double tree_sample_share = 0.5;
  double tree_feature_share = 0.3;
};

/// The rows of these keys, bound to `trees`.
std::vector<Option> options_of(BoostedTreesKeys& trees);

}  // namespace symh
