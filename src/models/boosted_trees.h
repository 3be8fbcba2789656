#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <vector>

namespace symh {

/// One regression tree by node; node 0 is the root. Below `value` a feature goes left, else right; a leaf is
/// its own child on both sides and adds `value`.
struct TreeNodes {
  std::vector<std::int64_t> left, right, feature;
  std::vector<float> value;
};

/// The trees of each lead time from the state() of boosted trees. Throws DataError where they are damaged.
std::vector<std::vector<TreeNodes>> tree_nodes(const nlohmann::json& state);

/// Boosted trees see every so many samples of a window of `steps`, counted from the newest, then the head.
std::int64_t tree_sample_spacing(std::int64_t steps);

}  // namespace symh
