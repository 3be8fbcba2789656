#include "models/closed_form.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "models/kinds.h"
#include "models/quantiles.h"

namespace symh {
namespace {

Config trees_config() {
  Config config;
  config.model.kind = "boosted_trees";
  config.model.trees = 60;
  config.model.tree_rate = 0.2;
  config.model.tree_leaf_samples = 5;
  config.model.tree_penalty = 1;
  config.model.tree_feature_share = 1;
  config.windows.horizon = {Minutes{60}, Minutes{120}};
  config.windows.lookback = Minutes{120};  // 24 steps
  config.windows.channels = {"sym_h", "asy_h"};
  config.windows.head = {"last", "hour_sin", "hour_cos"};
  return config;
}

std::unique_ptr<ClosedForm> closed_form(const Config& config) {
  auto made = make_forecaster(config);
  return std::unique_ptr<ClosedForm>(dynamic_cast<ClosedForm*>(made.release()));
}

/// The targets have a step in the head's first feature, added to the base.
Batch step_batch(std::int64_t count, std::uint64_t seed) {
  at::manual_seed(seed);
  Batch batch;
  batch.inputs = at::randn({count, 24, 2});
  batch.head = at::randn({count, 3});
  batch.last_nt = at::full({count}, -50.F);
  batch.base_nt = at::randn({count, 2}) * 10;
  const auto step = at::where(batch.head.select(1, 0) > 0, at::full({count}, 20.F), at::full({count}, -5.F));
  batch.observed_nt = batch.base_nt + at::stack({step, 2 * step}, 1);
  return batch;
}

BatchSource source_of(const Batch& batch) {
  return [&](const std::function<void(const Batch&)>& take) { take(batch); };
}

TEST(BoostedTrees, LearnAStepThatNoLineCan) {
  const auto training = step_batch(2000, 1), fresh = step_batch(500, 2);
  const auto trees = closed_form(trees_config());
  trees->fit(source_of(training));
  const auto error = (trees->forecast_nt(fresh) - fresh.observed_nt).abs().mean().item<float>();
  EXPECT_LT(error, 1.5F) << "the best line errs by more than 6 nT";
}

TEST(BoostedTrees, ForecastTheSameAfterTheirStateWentThroughJson) {
  const auto training = step_batch(500, 3);
  const auto trees = closed_form(trees_config()), restored = closed_form(trees_config());
  trees->fit(source_of(training));
  restored->set_state(nlohmann::json::parse(trees->state().dump()));
  EXPECT_TRUE(at::equal(trees->forecast_nt(training), restored->forecast_nt(training)));
}

TEST(BoostedTrees, GiveTheSameBytesForTheSameSeed) {
  const auto training = step_batch(500, 4);
  const auto a = closed_form(trees_config()), b = closed_form(trees_config());
  a->fit(source_of(training));
  b->fit(source_of(training));
  EXPECT_EQ(a->state(), b->state());
}

TEST(BoostedTrees, DamagedStatesAreDataErrors) {
  const auto trees = closed_form(trees_config());
  trees->fit(source_of(step_batch(100, 5)));
  const auto refuse = [&](const char* part, const nlohmann::json& value) {
    auto state = trees->state();
    state["trees"][0][part] = value;
    EXPECT_THROW(closed_form(trees_config())->set_state(state), DataError) << part << " " << value;
  };
  refuse("features", {0});
  refuse("features", "abc");
  refuse("values", nullptr);
  refuse("values", {"a"});
  EXPECT_THROW(closed_form(trees_config())->set_state({{"trees", {1}}}), DataError);
  EXPECT_THROW(closed_form(trees_config())->set_state({{"trees", "ab"}}), DataError);
  EXPECT_THROW(closed_form(trees_config())->set_state(nlohmann::json::array()), DataError);
}

TEST(BoostedTrees, DamagedStatesOfAnEarlierSymhAreDataErrors) {
  for (const auto* lead : {"bm90IGEgbW9kZWw=", "###", "", "W1tbWw=="})
    EXPECT_THROW(closed_form(trees_config())->set_state({{"leads", {lead, lead}}}), DataError) << lead;
  EXPECT_THROW(closed_form(trees_config())->set_state({{"leads", {"a"}}}), DataError);
  EXPECT_THROW(closed_form(trees_config())->set_state({{"leads", {1, 2}}}), DataError);
}

TEST(ClosedForm, PhysicsIsTheForecastThatOthersCorrect) {
  Config config;
  config.model.kind = "physics";
  EXPECT_THROW(closed_form(config), UsageError) << "nothing to correct";
  config.windows.predict = Predict::correction;
  const auto batch = step_batch(10, 6);
  EXPECT_TRUE(at::equal(closed_form(config)->forecast_nt(batch), batch.base_nt));
}

TEST(ClosedForm, RidgeTakesTheHeadAndItsProductsWithTheLastValue) {
  auto batch = step_batch(4000, 7);
  batch.last_nt = at::randn({4000}) * 40 - 50;
  const auto product = batch.head.select(1, 1) * batch.last_nt;
  batch.observed_nt = batch.last_nt.unsqueeze(1) + at::stack({product, batch.head.select(1, 2)}, 1);
  Config config;
  config.model.kind = "ridge";
  const auto ridge = closed_form(config);
  ridge->fit(source_of(batch));
  EXPECT_LT((ridge->forecast_nt(batch) - batch.observed_nt).abs().max().item<float>(), 0.1F);
  const auto restored = closed_form(config);
  restored->set_state(nlohmann::json::parse(ridge->state().dump()));
  EXPECT_TRUE(at::equal(ridge->forecast_nt(batch), restored->forecast_nt(batch)));
}

TEST(Quantiles, NeverCrossWhateverTheNetworkSays) {
  Config config;
  config.training.bands = true;
  at::manual_seed(8);
  const auto parts = take_apart(at::randn({100, 2 * outputs_per_lead(config)}) * 50, config);
  EXPECT_EQ(parts.value.sizes(), (std::vector<std::int64_t>{100, 2}));
  EXPECT_EQ(parts.quantiles.sizes(), (std::vector<std::int64_t>{100, 2, 3}));
  EXPECT_TRUE((parts.quantiles.diff(1, 2) >= 0).all().item<bool>());
  config.training.bands = false;
  EXPECT_FALSE(take_apart(at::randn({100, 2}), config).quantiles.defined());
}

}  // namespace
}  // namespace symh
