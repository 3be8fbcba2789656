#include "models/keys/boosted_trees.h"

namespace symh {

std::vector<Option> options_of(BoostedTreesKeys& trees) {
  return {
      {"model.trees", &trees.trees, "boosted_trees: trees for each lead time", 1, most_trees},
      {"model.tree_depth", &trees.tree_depth, "boosted_trees: depth of a tree", 1, deepest_tree},
      {"model.tree_rate", &trees.tree_rate, "boosted_trees: share of each tree's forecast that is added",
       1e-4, 1},
      {"model.tree_leaf_samples", &trees.tree_leaf_samples, "boosted_trees: fewest windows in a leaf", 1,
       1e6},
      {"model.tree_penalty", &trees.tree_penalty,
       "boosted_trees: strength of the pull of leaf values to zero", 0, 1e6},
      {"model.tree_sample_share", &trees.tree_sample_share,
       "boosted_trees: share of the windows that each tree sees", 0.01, 1},
      {"model.tree_feature_share", &trees.tree_feature_share,
       "boosted_trees: share of the features that each tree sees", 0.01, 1},
  };
}

}  // namespace symh
