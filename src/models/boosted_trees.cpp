#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "job/config.h"
#include "models/closed_form_parts.h"
#include "models/grow_trees.h"
#include "models/trees.h"
#include "models/xgboost_trees.h"
#include "windows/head.h"

namespace symh {
namespace {

using torch::Tensor;

/// The trees see every n-th sample of a window of `steps`, counted from the newest, about a dozen in all.
std::int64_t sample_spacing(std::int64_t steps) { return std::max<std::int64_t>(1, steps / 12); }

/// Gradient-boosted trees, one ensemble a lead time, on about a dozen samples of the window and the head's
/// features. They learn the observed value less Batch::base_nt.
class BoostedTrees : public ClosedForm {
 public:
  explicit BoostedTrees(const Config& config)
      : config_(config),
        leads_(std::ssize(config.windows.horizon)),
        steps_(longest_history(config.windows)),
        channels_(std::ssize(config.windows.channels)),
        head_(std::ssize(head_features(config.windows))) {}
  std::string name() const override { return "boosted_trees"; }
  void fit(const BatchSource& training) override;
  Tensor forecast_nt(const Batch& batch) const override;
  nlohmann::json state() const override;
  void set_state(const nlohmann::json& state) override;
  graph::Value graph_nt(const GraphWindow& window) const override;

 private:
  static Tensor features(const Batch& batch);
  std::int64_t samples() const { return (steps_ - 1) / sample_spacing(steps_) + 1; }
  std::int64_t width() const { return samples() * channels_ + head_; }

  Config config_;
  std::int64_t leads_, steps_, channels_, head_;
  std::vector<Trees> trees_;  ///< one a lead time
};

Tensor BoostedTrees::features(const Batch& batch) {
  const auto total = batch.inputs.size(1), every = sample_spacing(total);
  const auto oldest = (total - 1) % every;
  const auto window = batch.inputs.slice(1, oldest, total, every).flatten(1);
  const auto all = batch.head.defined() ? at::cat({window, batch.head}, 1) : window;
  return all.to(torch::kCPU, torch::kFloat32).contiguous();
}

void BoostedTrees::fit(const BatchSource& training) {
  std::vector<Tensor> inputs, targets;
  training([&](const Batch& batch) {
    inputs.push_back(features(batch));
    targets.push_back((batch.observed_nt - batch.base_nt).to(torch::kCPU));
  });
  const auto x = at::cat(inputs), y = at::cat(targets);
  trees_.clear();
  for (std::int64_t l = 0; l < leads_; ++l) trees_.push_back(grow_trees(x, y.select(1, l), config_));
}

Tensor BoostedTrees::forecast_nt(const Batch& batch) const {
  if (trees_.empty()) throw RunError("the boosted trees have not been fitted");
  const auto x = features(batch);
  if (x.size(1) != width()) throw DataError("the saved boosted trees do not fit these windows; train again");
  auto sums = at::empty({x.size(0), leads_});
  const float* row = x.data_ptr<float>();
  float* out = sums.data_ptr<float>();
  for (std::int64_t i = 0; i < x.size(0); ++i, row += width())
    for (const auto& trees : trees_) *out++ = trees.sum(row);
  return like_last(sums, batch) + batch.base_nt;
}

nlohmann::json BoostedTrees::state() const {
  auto leads = nlohmann::json::array();
  for (const auto& trees : trees_) leads.push_back(trees.to_json());
  return {{"trees", std::move(leads)}};
}

/// A state of an earlier symh has "leads" in place of "trees": models of XGBoost in base64.
void BoostedTrees::set_state(const nlohmann::json& state) {
  trees_ = read_state(name(), [&] {
    const bool of_xgboost = !state.contains("trees");
    const auto& leads = state.at(of_xgboost ? "leads" : "trees");
    if (!leads.is_array() || std::ssize(leads) != leads_)
      throw DataError(fmt::format("the saved boosted trees have {} lead times, the configuration {}",
                                  leads.size(), leads_));
    std::vector<Trees> read;
    for (const auto& lead : leads)
      read.push_back(of_xgboost ? read_xgboost_trees(decode_base64(lead.get<std::string>()), width())
                                : Trees::from_json(lead, width()));
    return read;
  });
}

graph::Value BoostedTrees::graph_nt(const GraphWindow& window) const {
  if (trees_.empty()) throw RunError("the boosted trees have not been fitted");
  auto features = newest_steps(window.inputs, samples(), sample_spacing(steps_), channels_);
  if (window.head_count > 0) features = graph::concat({features, window.head}, 1);
  std::vector<graph::Value> columns;
  for (const auto& trees : trees_) {
    const auto leaves = cast(trees.leaves(features), graph::DataType::float64);
    columns.push_back(unsqueeze(reduce_sum(leaves, 1), 1));
  }
  return cast(concat(columns, 1), graph::DataType::float32) + window.base_nt;
}

}  // namespace

std::unique_ptr<ClosedForm> make_boosted_trees(const Config& config) {
  return std::make_unique<BoostedTrees>(config);
}

}  // namespace symh
