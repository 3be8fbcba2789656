#include "training/trainer.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "saved/tiny_model.h"
#include "temporary_folder.h"
#include "training/checkpoint.h"
#include "training/loss.h"
#include "training/optimizer.h"

namespace symh {
namespace {

std::vector<torch::Tensor> train(const Config& config, const std::filesystem::path& checkpoint, bool resume,
                                 const TrainingHooks& hooks = {}, TrainingResult* result = nullptr) {
  const auto windows = tiny_windows(config), validation = tiny_windows(config, 150);
  torch::manual_seed(1);
  const auto network = build_network(config);
  const auto outcome = train_network(*network, *windows, *validation, config, checkpoint, resume, hooks);
  if (result != nullptr) *result = outcome;
  return network->parameters();
}

bool same(const std::vector<torch::Tensor>& a, const std::vector<torch::Tensor>& b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!torch::equal(a[i], b[i])) return false;
  return a.size() == b.size();
}

TEST(Trainer, LossFallsAndTheSameSeedGivesTheSameWeights) {
  const TemporaryFolder folder;
  auto config = tiny_config("[training]\nlearning_rate = 0.01\n[model]\ndropout = 0.2\n");
  TrainingResult result;
  const auto a = train(config, folder.path() / "a", false, {}, &result);
  EXPECT_LT(result.history.back().train_loss, result.history.front().train_loss);
  EXPECT_TRUE(same(a, train(config, folder.path() / "b", false)));
  config.seed = 2;
  EXPECT_FALSE(same(a, train(config, folder.path() / "c", false)));
}

TEST(Trainer, AResumedRunGivesTheVeryWeightsOfAnUnbrokenOne) {
  for (const auto* toml : {"[training]\nschedule = \"one_cycle\"\n", "[training]\nschedule = \"plateau\"\n",
                           "[training]\noptimizer = \"sgd\"\nschedule = \"cosine\"\n",
                           "lookback_min = \"20m\"\n[training]\noptimizer = \"adam\"\n"}) {
    const TemporaryFolder folder;
    auto config = tiny_config(toml);
    config.training.epochs = 5;
    config.model.dropout = 0.3;
    const auto unbroken = train(config, folder.path() / "unbroken", false);
    int steps = 0;
    TrainingHooks hooks;
    hooks.stop_asked = [&] { return ++steps > 30; };  // in the middle of an epoch
    TrainingResult broken;
    train(config, folder.path() / "broken", false, hooks, &broken);
    ASSERT_TRUE(broken.interrupted);
    ASSERT_GT(broken.history.size(), 0U);
    EXPECT_TRUE(same(unbroken, train(config, folder.path() / "broken", true))) << toml;
  }
}

TEST(Trainer, RefusesToResumeAnotherConfigurationOrADamagedCheckpoint) {
  const TemporaryFolder folder;
  auto config = tiny_config();
  train(config, folder.path() / "c", false);
  config.training.learning_rate = 0.5;
  EXPECT_THROW(train(config, folder.path() / "c", true), UsageError);
  config = tiny_config();
  std::filesystem::resize_file(folder.path() / "c", 100);
  EXPECT_THROW(train(config, folder.path() / "c", true), DataError);
}

TEST(Trainer, ResumesACheckpointThatIsOlderThanAKeyAndNamesAKeyWithAnotherValue) {
  const TemporaryFolder folder;
  auto config = tiny_config();
  config.training.epochs = 3;
  const auto unbroken = train(config, folder.path() / "unbroken", false);
  TrainingHooks hooks;
  hooks.last_epoch = 2;
  train(config, folder.path() / "c", false, hooks);
  const auto network = build_network(config);
  const auto optimizer = make_optimizer(config.training, network->parameters());
  auto state = load_checkpoint(folder.path() / "c", *network, *optimizer, config);
  const std::string line = "momentum = 0.9\n";
  ASSERT_NE(state.config.find(line), std::string::npos);
  state.config.erase(state.config.find(line), line.size());
  save_checkpoint(folder.path() / "c", *network, *optimizer, state);

  auto other = config;
  other.training.momentum = 0.5;
  try {
    train(other, folder.path() / "c", true);
    FAIL() << "resumed";
  } catch (const UsageError& error) {
    EXPECT_NE(std::string(error.what()).find("training.momentum was 0.9, now it is 0.5"), std::string::npos)
        << error.what();
  }
  EXPECT_TRUE(same(unbroken, train(config, folder.path() / "c", true)));
}

TEST(Trainer, EarlyStoppingKeepsTheBestWeights) {
  const TemporaryFolder folder;
  auto config = tiny_config("[training]\nlearning_rate = 0.5\noptimizer = \"sgd\"\npatience = 2\n");
  config.training.epochs = 40;
  TrainingResult result;
  train(config, folder.path() / "c", false, {}, &result);
  EXPECT_LE(static_cast<std::int64_t>(result.history.size()),
            std::max<std::int64_t>(result.best_epoch + 2, 3));
  for (const auto& record : result.history) EXPECT_GE(record.validation_loss, result.best_validation_loss);
}

TEST(Trainer, SaysOnceThatFewerThreadsAreFasterAndGivesTheSameWeights) {
  const TemporaryFolder folder;
  auto config = tiny_config();
  config.training.batch_size = 128;  // four parts
  config.training.epochs = 12;
  config.training.device = DeviceChoice::cpu;
  config.training.patience = 0;
  const auto windows = tiny_windows(config), validation = tiny_windows(config, 150);
  const auto threads_before = at::get_num_threads();
  at::set_num_threads(4);
  const auto weights_with = [&](std::int64_t threads,
                                std::vector<std::pair<std::size_t, std::size_t>>& said) {
    config.training.threads = threads;
    TrainingHooks hooks;
    hooks.on_fewer_threads = [&](std::size_t few, std::size_t most) { said.emplace_back(few, most); };
    // Threads slow each other down: each of n takes n * n times as long as one alone.
    hooks.step_seconds = [](double, std::size_t n) { return static_cast<double>(n * n); };
    torch::manual_seed(1);
    const auto network = build_network(config);
    train_network(*network, *windows, *validation, config, folder.path() / std::to_string(threads), false,
                  hooks);
    return network->parameters().front().detach().clone();
  };
  std::vector<std::pair<std::size_t, std::size_t>> said, told;
  const auto picked = weights_with(0, said);
  EXPECT_EQ(said, (std::vector<std::pair<std::size_t, std::size_t>>{{1, 4}}));
  EXPECT_TRUE(picked.equal(weights_with(4, told)));
  EXPECT_TRUE(told.empty());
  at::set_num_threads(threads_before);
}

TEST(Trainer, CountsClippedSteps) {
  const TemporaryFolder folder;
  TrainingResult result;
  train(tiny_config("[training]\nclip_value = 1e-6\n"), folder.path() / "a", false, {}, &result);
  EXPECT_EQ(result.history[0].clipped_share, 1.0);
  train(tiny_config("[training]\nclip = \"value\"\nclip_value = 1e6\n"), folder.path() / "b", false, {},
        &result);
  EXPECT_EQ(result.history[0].clipped_share, 0.0);
}

TEST(Trainer, ALossThatIsNoLongerFiniteIsAnError) {
  const TemporaryFolder folder;
  const auto config = tiny_config(
      "[training]\noptimizer = \"sgd\"\nlearning_rate = 100.0\nclip = \"none\"\nloss = \"mse\"\n"
      "weight_decay = 100.0\n[model]\nkind = \"rnn\"\nnonlinearity = \"relu\"\n");
  EXPECT_THROW(train(config, folder.path() / "a", false), RunError);
}

TEST(GradientByLag, VanishesInAPlainRnnAndIsZeroBeyondTruncation) {
  auto config = tiny_config("[model]\nkind = \"rnn\"\n");
  const auto windows = tiny_windows(config);
  const auto network = build_network(config);
  const auto whole = gradient_by_lag(*network, *windows, config);
  ASSERT_EQ(whole.size(), 12U);
  EXPECT_LT(whole.back(), whole.front());
  network->truncate_gradient(4);
  const auto cut = gradient_by_lag(*network, *windows, config);
  EXPECT_GT(cut[3], 0.0);
  for (std::size_t lag = 4; lag < cut.size(); ++lag) EXPECT_EQ(cut[lag], 0.0);
}

TEST(Loss, CountsOnlyObservedTargets) {
  const auto config = tiny_config("[training]\nloss = \"mse\"\n");
  Batch batch;
  batch.targets = torch::tensor({{1.F, missing}, {3.F, 5.F}});
  const Scaling scaling{{0, 0}, {1, 1}, {0, 0}, {1, 1}};
  EXPECT_NEAR(batch_loss(torch::zeros({2, 2}), batch, config, scaling, true).mean().item<double>(), 35.0 / 3,
              1e-5);
}

TEST(Loss, HuberIsSquaredInsideAndLinearOutside) {
  auto config = tiny_config();
  config.training.huber_delta_nt = 2;
  Batch batch;
  batch.targets = torch::tensor({{1.F, 10.F}});
  const Scaling scaling{{0, 0}, {1, 1}, {0, 0}, {1, 1}};
  EXPECT_NEAR(batch_loss(torch::zeros({1, 2}), batch, config, scaling, true).mean().item<double>(),
              (0.5 + 2 * 9) / 2, 1e-5);
}

TEST(Loss, ClassificationIsCrossEntropyOfTheObservedLevel) {
  const auto config = tiny_config("[model]\ntask = \"classification\"\n");
  Batch batch;
  batch.observed_nt = torch::tensor({{-10.F, missing}});
  auto logits = torch::zeros({1, 8});
  EXPECT_NEAR(batch_loss(logits, batch, config, {}, true).mean().item<double>(), std::log(4.0), 1e-5);
  logits[0][0] = 20.F;
  EXPECT_NEAR(batch_loss(logits, batch, config, {}, true).mean().item<double>(), 0.0, 1e-5);
}

TEST(Loss, ClassWeightsSayHowMuchALevelCounts) {
  auto config = tiny_config("[model]\ntask = \"classification\"\n");
  Batch batch;
  batch.observed_nt = torch::tensor({{-10.F}, {-60.F}, {-60.F}});
  auto logits = torch::zeros({3, 4});
  logits[0][0] = 3.F;  // right for the quiet sample, undecided for the moderate ones
  const double quiet = -3.0 + std::log(std::exp(3.0) + 3.0), moderate = std::log(4.0);
  const auto loss = [&] { return batch_loss(logits, batch, config, {}, true).mean().item<double>(); };
  EXPECT_NEAR(loss(), (quiet + 2 * moderate) / 3, 1e-5);
  config.model.class_weights = {1, 5, 1, 1};
  EXPECT_NEAR(loss(), (quiet + 10 * moderate) / 11, 1e-5);
}

TEST(Loss, AllStepsAreSummedInTrainingAndTheLastAloneIsTheForecast) {
  const auto config = tiny_config("[training]\nloss = \"mse\"\n");
  Batch batch;
  batch.targets = torch::tensor({{4.F}});
  batch.step_targets = torch::tensor({{{1.F}, {2.F}, {4.F}}});
  const Scaling scaling{{0}, {1}, {0}, {1}};
  const auto output = torch::zeros({1, 3, 1});
  EXPECT_NEAR(batch_loss(output, batch, config, scaling, true).mean().item<double>(), 1 + 4 + 16, 1e-5);
  EXPECT_NEAR(batch_loss(output, batch, config, scaling, false).mean().item<double>(), 16, 1e-5);
}

TEST(Optimizer, WeightDecayPullsWeightsToZero) {
  for (const auto& [rule, name] : choices<OptimizerRule>) {
    TrainingConfig config;
    config.optimizer = rule;
    config.learning_rate = 0.1;
    for (const double decay : {0.0, 0.5}) {
      config.weight_decay = decay;
      auto weight = torch::ones({1}, torch::requires_grad());
      const auto optimizer = make_optimizer(config, {weight});
      for (int step = 0; step < 5; ++step) {
        optimizer->zero_grad();
        (weight * 0).sum().backward();  // the loss does not care
        optimizer->step();
      }
      const double pulled = weight.item<double>();
      EXPECT_TRUE(decay > 0 ? pulled < 0.95 : pulled == 1.0) << name << " " << pulled;
    }
  }
}

TEST(Schedule, RatesFollowTheirShapes) {
  TrainingConfig config;
  config.learning_rate = 1.0;
  config.schedule = RateSchedule::cosine;
  EXPECT_NEAR(learning_rate_at(config, 0, 101, {}), 1.0, 1e-9);
  EXPECT_NEAR(learning_rate_at(config, 50, 101, {}), 0.5, 1e-9);
  config.schedule = RateSchedule::one_cycle;
  EXPECT_NEAR(learning_rate_at(config, 30, 101, {}), 1.0, 1e-9);
  EXPECT_LT(learning_rate_at(config, 100, 101, {}), 0.01);
  config.schedule = RateSchedule::plateau;
  EXPECT_NEAR(learning_rate_at(config, 0, 1, {3, 2, 2.5, 2.6}), 0.5, 1e-9);
}

}  // namespace
}  // namespace symh
