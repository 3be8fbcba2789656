#include <ATen/ATen.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <xgboost/c_api.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "job/config.h"
#include "models/closed_form_parts.h"
#include "windows/head.h"

namespace symh {
namespace {

using torch::Tensor;

void check(int result) {
  if (result != 0) throw RunError(fmt::format("boosted trees: {}", XGBGetLastError()));
}

using Matrix = std::unique_ptr<void, int (*)(DMatrixHandle)>;
using Booster = std::unique_ptr<void, int (*)(BoosterHandle)>;

/// [N, F] float32 on the CPU; a missing feature is NaN, as the library takes it.
Matrix matrix_of(const Tensor& features) {
  const auto plain = features.to(torch::kCPU, torch::kFloat32).contiguous();
  DMatrixHandle handle = nullptr;
  check(XGDMatrixCreateFromMat(plain.data_ptr<float>(), static_cast<bst_ulong>(plain.size(0)),
                               static_cast<bst_ulong>(plain.size(1)), std::nanf(""), &handle));
  return {handle, XGDMatrixFree};
}

Booster booster_on(const Matrix* training) {
  BoosterHandle handle = nullptr;
  const DMatrixHandle matrix = training == nullptr ? nullptr : training->get();
  check(XGBoosterCreate(&matrix, training == nullptr ? 0 : 1, &handle));
  return {handle, XGBoosterFree};
}

DataError damaged() {
  return DataError("the saved boosted trees are damaged; restore the run folder or train again");
}

std::string encode(const std::string& bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

/// Throws DataError if `text` is not base64.
std::string decode(const std::string& text) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  const int length =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (length < 0) throw damaged();
  const auto padding = std::min<std::ptrdiff_t>(
      2, std::ranges::count(text.substr(text.size() - std::min<std::size_t>(2, text.size())), '='));
  bytes.resize(static_cast<std::size_t>(length - padding));
  return bytes;
}

/// One regression tree by node; node 0 is the root. A sample whose feature is below `value` goes left, else
/// right; a leaf is its own child on both sides and adds `value`.
struct TreeNodes {
  std::vector<std::int64_t> left, right, feature;
  std::vector<float> value;
};

/// The nodes of a tree as the library writes it: there a leaf has the child -1, and its value is among the
/// thresholds.
TreeNodes nodes_of(const nlohmann::json& tree) {
  TreeNodes nodes{tree.at("left_children"), tree.at("right_children"), tree.at("split_indices"),
                  tree.at("split_conditions")};
  const auto count = std::ssize(nodes.left);
  if (count == 0 || std::ssize(nodes.right) != count || std::ssize(nodes.feature) != count ||
      std::ssize(nodes.value) != count)
    throw damaged();
  for (std::size_t i = 0; i < nodes.left.size(); ++i)
    for (auto* child : {&nodes.left[i], &nodes.right[i]}) {
      if (*child >= count || *child < -1) throw damaged();
      if (*child == -1) *child = static_cast<std::int64_t>(i);
    }
  return nodes;
}

/// Throws DataError if the state is damaged.
std::vector<TreeNodes> trees_of_lead(const std::string& saved) {
  return read_state("boosted_trees", [&] {
    std::vector<TreeNodes> trees;
    const auto json = nlohmann::json::from_ubjson(saved);
    for (const auto& tree : json.at("learner").at("gradient_booster").at("model").at("trees"))
      trees.push_back(nodes_of(tree));
    return trees;
  });
}

/// The trees of all lead times, one after the other in one table of nodes.
struct Forest {
  std::vector<std::int64_t> left, right, feature, roots;
  std::vector<float> value;
  std::vector<std::int64_t> trees;  ///< how many each lead time has
  std::int64_t depth = 0;

  void add(const TreeNodes& tree);
  graph::Value leaves(graph::Value features) const;
};

/// Steps from the root to the farthest leaf. A path longer than the number of nodes would be a circle.
std::int64_t depth_below(const TreeNodes& tree, std::int64_t node, std::int64_t above) {
  const auto place = static_cast<std::size_t>(node);
  if (tree.left[place] == node) return above;
  if (above > std::ssize(tree.left)) throw damaged();
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

/// [B, trees]: the value of the leaf that each window ends in. No feature is missing: windows have zeros
/// there.
graph::Value Forest::leaves(graph::Value features) const {
  auto& graph = features.graph();
  const auto nodes = std::ssize(left);
  const auto values = graph.constant(value, {nodes}), features_of = graph.constant(feature, {nodes});
  const auto left_of = graph.constant(left, {nodes}), right_of = graph.constant(right, {nodes});
  auto place = graph.constant(roots, {1, std::ssize(roots)}) +
               cast(slice(features, 1, 0, 1) * 0.0, graph::DataType::int64);
  for (std::int64_t step = 0; step < depth; ++step) {
    const auto below = less(gather(features, 1, take(features_of, place)), take(values, place));
    place = where(below, take(left_of, place), take(right_of, place));
  }
  return take(values, place);
}

/// The trees see every n-th sample of a window of `steps`, counted from the newest, about a dozen in all.
std::int64_t sample_spacing(std::int64_t steps) { return std::max<std::int64_t>(1, steps / 12); }

/// Gradient-boosted trees (Chen & Guestrin 2016, 10.1145/2939672.2939785), one ensemble a lead time, on about
/// a dozen samples of the window and the head's features. They learn the observed value less Batch::base_nt.
class BoostedTrees : public ClosedForm {
 public:
  explicit BoostedTrees(const Config& config)
      : config_(config.model),
        seed_(config.seed),
        threads_(std::max<std::int64_t>(1, config.training.threads)),
        leads_(std::ssize(config.windows.horizon)),
        steps_(longest_history(config.windows)),
        channels_(std::ssize(config.windows.channels)) {}
  std::string name() const override { return "boosted_trees"; }
  void fit(const BatchSource& training) override;
  Tensor forecast_nt(const Batch& batch) const override;
  nlohmann::json state() const override;
  void set_state(const nlohmann::json& state) override;
  graph::Value graph_nt(const GraphWindow& window) const override;

 private:
  static Tensor features(const Batch& batch);
  static std::string saved_bytes(BoosterHandle booster);
  Booster fit_lead(const Tensor& features, const Tensor& targets) const;
  void set(BoosterHandle booster, const char* name, const std::string& value) const {
    check(XGBoosterSetParam(booster, name, value.c_str()));
  }

  ModelConfig config_;
  std::int64_t seed_, threads_, leads_, steps_, channels_;
  std::vector<Booster> boosters_;  ///< one a lead time
};

Tensor BoostedTrees::features(const Batch& batch) {
  const auto total = batch.inputs.size(1), every = sample_spacing(total);
  const auto oldest = (total - 1) % every;
  const auto window = batch.inputs.slice(1, oldest, total, every).flatten(1);
  return batch.head.defined() ? at::cat({window, batch.head}, 1) : window;
}

Booster BoostedTrees::fit_lead(const Tensor& features, const Tensor& targets) const {
  const auto there = at::nonzero(at::isfinite(targets)).squeeze(1);
  if (there.numel() == 0) throw DataError("boosted trees: no training window has an observed target");
  const auto matrix = matrix_of(features.index_select(0, there));
  const auto labels = targets.index_select(0, there).to(torch::kFloat32).contiguous();
  check(XGDMatrixSetFloatInfo(matrix.get(), "label", labels.data_ptr<float>(),
                              static_cast<bst_ulong>(labels.numel())));
  auto booster = booster_on(&matrix);
  set(booster.get(), "objective", "reg:squarederror");
  set(booster.get(), "base_score", "0");
  set(booster.get(), "tree_method", "hist");
  set(booster.get(), "max_bin", "64");
  set(booster.get(), "seed", std::to_string(seed_));
  set(booster.get(), "nthread", std::to_string(threads_));
  set(booster.get(), "max_depth", std::to_string(config_.tree_depth));
  set(booster.get(), "eta", fmt::format("{}", config_.tree_rate));
  set(booster.get(), "min_child_weight", std::to_string(config_.tree_leaf_samples));
  set(booster.get(), "lambda", fmt::format("{}", config_.tree_penalty));
  set(booster.get(), "subsample", fmt::format("{}", config_.tree_sample_share));
  set(booster.get(), "colsample_bytree", fmt::format("{}", config_.tree_feature_share));
  for (int round = 0; round < static_cast<int>(config_.trees); ++round)
    check(XGBoosterUpdateOneIter(booster.get(), round, matrix.get()));
  return booster;
}

void BoostedTrees::fit(const BatchSource& training) {
  std::vector<Tensor> inputs, targets;
  training([&](const Batch& batch) {
    inputs.push_back(features(batch).to(torch::kCPU));
    targets.push_back((batch.observed_nt - batch.base_nt).to(torch::kCPU));
  });
  const auto x = at::cat(inputs), y = at::cat(targets);
  boosters_.clear();
  for (std::int64_t l = 0; l < leads_; ++l) boosters_.push_back(fit_lead(x, y.select(1, l)));
}

Tensor BoostedTrees::forecast_nt(const Batch& batch) const {
  if (boosters_.empty()) throw RunError("the boosted trees have not been fitted");
  const auto matrix = matrix_of(features(batch));
  std::vector<Tensor> columns;
  for (const auto& booster : boosters_) {
    bst_ulong count = 0;
    const float* values = nullptr;
    check(XGBoosterPredict(booster.get(), matrix.get(), 0, 0, 0, &count, &values));
    if (static_cast<std::int64_t>(count) != batch.inputs.size(0))
      throw DataError("the saved boosted trees do not fit these windows; train again");
    columns.push_back(
        at::from_blob(const_cast<float*>(values), {batch.inputs.size(0)}, torch::kFloat32).clone());
  }
  return like_last(at::stack(columns, 1), batch) + batch.base_nt;
}

std::string BoostedTrees::saved_bytes(BoosterHandle booster) {
  bst_ulong size = 0;
  const char* bytes = nullptr;
  check(XGBoosterSaveModelToBuffer(booster, R"({"format": "ubj"})", &size, &bytes));
  return {bytes, size};
}

nlohmann::json BoostedTrees::state() const {
  auto leads = nlohmann::json::array();
  for (const auto& booster : boosters_) leads.push_back(encode(saved_bytes(booster.get())));
  return {{"leads", std::move(leads)}};
}

void BoostedTrees::set_state(const nlohmann::json& state) {
  const auto leads = read_state(name(), [&] { return state.at("leads").get<std::vector<std::string>>(); });
  if (std::ssize(leads) != leads_)
    throw DataError(fmt::format("the saved boosted trees have {} lead times, the configuration {}",
                                leads.size(), leads_));
  boosters_.clear();
  for (const auto& text : leads) {
    const auto bytes = decode(text);
    auto booster = booster_on(nullptr);
    if (XGBoosterLoadModelFromBuffer(booster.get(), bytes.data(), bytes.size()) != 0) throw damaged();
    boosters_.push_back(std::move(booster));
  }
}

graph::Value BoostedTrees::graph_nt(const GraphWindow& window) const {
  const auto every = sample_spacing(steps_), count = (steps_ - 1) / every + 1;
  auto features = newest_steps(window.inputs, count, every, channels_);
  if (window.head_count > 0) features = graph::concat({features, window.head}, 1);
  Forest forest;
  for (const auto& booster : boosters_) {
    const auto trees = trees_of_lead(saved_bytes(booster.get()));
    forest.trees.push_back(std::ssize(trees));
    for (const auto& tree : trees) forest.add(tree);
  }
  const auto all = cast(forest.leaves(features), graph::DataType::float64);
  std::vector<graph::Value> columns;
  std::int64_t first = 0;
  for (const auto trees : forest.trees) {
    columns.push_back(unsqueeze(reduce_sum(slice(all, 1, first, first + trees), 1), 1));
    first += trees;
  }
  return cast(concat(columns, 1), graph::DataType::float32) + window.base_nt;
}

}  // namespace

std::unique_ptr<ClosedForm> make_boosted_trees(const Config& config) {
  return std::make_unique<BoostedTrees>(config);
}

}  // namespace symh
