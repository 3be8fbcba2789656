#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "exporting/network.h"
#include "models/baseline_parts.h"
#include "models/boosted_trees.h"
#include "windows/head.h"

namespace symh {
namespace {

/// Samples of the window that end at the newest, `every` apart, side by side.
graph::Value spread_samples(const Model& model, const GraphWindow& window, std::int64_t oldest,
                            std::int64_t every) {
  const auto steps = longest_history(model.config.windows),
             channels = std::ssize(model.config.windows.channels);
  const auto kept = slice(window.inputs, 1, oldest, steps, every);
  return reshape(kept, {-1, ((steps - 1 - oldest) / every + 1) * channels});
}

/// Ridge of models/ridge.cpp, in float64.
graph::Value ridge_forecast_nt(const Model& model, const GraphWindow& window) {
  const auto state = model.fitted->state();
  const std::int64_t every = state.at("every"), leads = state.at("leads");
  const auto oldest =
      longest_history(model.config.windows) - 1 - every * (state.at("steps").get<std::int64_t>() - 1);
  const std::vector<double> weights = state.at("weights");
  const auto precise = [](graph::Value x) { return cast(x, graph::DataType::float64); };
  const auto last = precise(unsqueeze(window.last_nt, 1));
  std::vector<graph::Value> parts{precise(spread_samples(model, window, oldest, every))};
  if (window.head_count > 0) {
    parts.push_back(precise(window.head));
    parts.push_back(parts.back() * last / typical_storm_nt);
  }
  parts.push_back(last);
  parts.push_back(last * 0.0 + 1.0);
  const auto table = last.graph().constant(weights, {std::ssize(weights) / leads, leads});
  return cast(last + matmul(concat(parts, 1), table), graph::DataType::float32);
}

/// The trees of all lead times, one after the other in one table of nodes.
struct Forest {
  std::vector<std::int64_t> left, right, feature, roots;
  std::vector<float> value;
  std::vector<std::int64_t> trees;  ///< one count a lead time
  std::int64_t depth = 0;

  void add(const TreeNodes& tree);
};

/// Steps from the root to the farthest leaf; what goes down deeper than there are nodes goes in a circle.
std::int64_t depth_below(const TreeNodes& tree, std::int64_t node, std::int64_t above) {
  const auto place = static_cast<std::size_t>(node);
  if (tree.left[place] == node) return above;
  if (above > std::ssize(tree.left)) throw DataError("the saved boosted trees are damaged; train again");
  return std::max(depth_below(tree, tree.left[place], above + 1),
                  depth_below(tree, tree.right[place], above + 1));
}

void Forest::add(const TreeNodes& tree) {
  const auto first = std::ssize(left);
  roots.push_back(first);
  for (std::size_t i = 0; i < tree.left.size(); ++i) {
    left.push_back(first + tree.left[i]);
    right.push_back(first + tree.right[i]);
    feature.push_back(tree.feature[i]);
    value.push_back(tree.value[i]);
  }
  depth = std::max(depth, depth_below(tree, 0, 0));
}

Forest forest_of(const Model& model) {
  Forest forest;
  for (const auto& trees : tree_nodes(model.fitted->state())) {
    forest.trees.push_back(std::ssize(trees));
    for (const auto& tree : trees) forest.add(tree);
  }
  return forest;
}

/// [B, trees]: what the leaf adds that each window comes to. No feature is missing: windows have zeros there.
graph::Value leaves(const Forest& forest, graph::Value features) {
  auto& graph = features.graph();
  const auto nodes = std::ssize(forest.left);
  const auto value = graph.constant(forest.value, {nodes});
  const auto left = graph.constant(forest.left, {nodes}), right = graph.constant(forest.right, {nodes});
  const auto feature = graph.constant(forest.feature, {nodes});
  auto place = graph.constant(forest.roots, {1, std::ssize(forest.roots)}) +
               cast(slice(features, 1, 0, 1) * 0.0, graph::DataType::int64);
  for (std::int64_t step = 0; step < forest.depth; ++step) {
    const auto below = less(gather(features, 1, take(feature, place)), take(value, place));
    place = where(below, take(left, place), take(right, place));
  }
  return take(value, place);
}

graph::Value trees_forecast_nt(const Model& model, const GraphWindow& window) {
  const auto steps = longest_history(model.config.windows), every = tree_sample_spacing(steps);
  auto features = spread_samples(model, window, (steps - 1) % every, every);
  if (window.head_count > 0) features = graph::concat({features, window.head}, 1);
  const auto forest = forest_of(model);
  const auto all = cast(leaves(forest, features), graph::DataType::float64);
  std::vector<graph::Value> columns;
  std::int64_t first = 0;
  for (const auto count : forest.trees) {
    columns.push_back(unsqueeze(reduce_sum(slice(all, 1, first, first + count), 1), 1));
    first += count;
  }
  return cast(concat(columns, 1), graph::DataType::float32) + window.base_nt;
}

}  // namespace

graph::Value fitted_forecast_nt(const Model& model, const GraphWindow& window) {
  const auto& kind = model.config.model.kind;
  if (kind == "ridge") return ridge_forecast_nt(model, window);
  if (kind == "boosted_trees") return trees_forecast_nt(model, window);
  if (kind == "physics") return window.base_nt;
  throw UsageError(fmt::format("a model of kind '{}' has no form that an exported file could compute", kind));
}

}  // namespace symh
