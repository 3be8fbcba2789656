// Textbook facts about recurrent networks, on problems small enough for a test.
#include <ATen/ATen.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "physics/teaching_problems.h"
#include "saved/tiny_model.h"
#include "temporary_folder.h"
#include "training/trainer.h"

namespace symh {
namespace {

/// The adding problem with `length` samples a sequence, as configs/adding-problem.toml has it.
struct Adding {
  explicit Adding(const std::string& toml, int sequences = 600, int length = 10)
      : config(
            parse_config(fmt::format("[windows]\ncadence = \"1m\"\nlookback = \"{}m\"\nhorizon = [\"1m\"]\n"
                                     "stride = \"1m\"\nchannels = [\"value\", \"marker\"]\ntarget = \"sum\"\n"
                                     "predict = \"level\"\n[model]\nunits = 24\nhead_units = 0\n{}",
                                     length, toml),
                         "adding")),
        training(windows(sequences, length, 1, nullptr)),
        validation(windows(200, length, 2, &training->scaling())) {
    config.training.loss = RegressionLoss::mse;
    config.training.weight_decay = 0;
    config.training.batch_size = 16;
  }

  std::unique_ptr<Windows> windows(int sequences, int length, unsigned seed, const Scaling* known) const {
    const auto prepared = std::make_shared<const Prepared>(
        prepare(simulate_adding_problem(sequences, length, seed), config.windows));
    auto rows = issue_rows(*prepared, config.windows, true).rows;
    auto scaling = known != nullptr ? *known : fit_scaling(*prepared, rows, config.windows);
    return std::make_unique<Windows>(prepared, config.windows, std::move(scaling), std::move(rows));
  }

  TrainingResult train() const {
    const TemporaryFolder folder;
    torch::manual_seed(1);
    const auto network = build_network(config);
    return train_network(*network, *training, *validation, config, folder.path() / "c", false);
  }

  /// Gradient at the oldest lag over that at the newest, before training.
  double oldest_over_newest() const {
    torch::manual_seed(1);
    const auto norms = gradient_by_lag(*build_network(config), *training, config);
    return norms.back() / norms.front();
  }

  Config config;
  std::unique_ptr<Windows> training, validation;
};

struct GatedKind : testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Lab, GatedKind, testing::Values("lstm", "gru"));

TEST_P(GatedKind, LearnsAShortAddingProblem) {
  Adding adding(std::string("kind = \"") + GetParam() +
                "\"\n[training]\nepochs = 12\nlearning_rate = 1e-2\n");
  const auto result = adding.train();
  EXPECT_GT(result.history.front().train_loss, 0.5) << "guessing the mean costs 1";
  EXPECT_LT(result.best_validation_loss, 0.05);
}

TEST(Lab, APlainNetworksGradientVanishesAndTheIdentityStartKeepsIt) {
  const Adding plain("kind = \"rnn\"\n", 100, 40);
  EXPECT_LT(plain.oldest_over_newest(), 1e-6);
  const Adding identity("kind = \"rnn\"\nnonlinearity = \"relu\"\ninit = \"identity\"\n", 100, 40);
  EXPECT_GT(identity.oldest_over_newest(), 0.01);
  const Adding gates("kind = \"lstm\"\nforget_bias = 5\n", 100, 40);
  EXPECT_GT(gates.oldest_over_newest(), 1e-3);
}

TEST(Lab, AScaleAboveOneMakesGradientsExplode) {
  const Adding scaled("kind = \"rnn\"\nnonlinearity = \"relu\"\ninit = \"identity\"\ninit_scale = 1.2\n", 100,
                      40);
  EXPECT_GT(scaled.oldest_over_newest(), 10);
}

/// How far one step of plain gradient descent at rate 1 moves the weights, all in one row.
torch::Tensor first_step(const std::string& clip) {
  const Adding adding(
      "kind = \"lstm\"\n[training]\noptimizer = \"sgd\"\nmomentum = 0.0\nlearning_rate = 1.0\n"
      "epochs = 1\nbatches_per_epoch = 1\n" +
      clip);
  const TemporaryFolder folder;
  torch::manual_seed(1);
  const auto network = build_network(adding.config);
  const auto flat = [&] {
    std::vector<torch::Tensor> all;
    for (const auto& parameter : network->parameters()) all.push_back(parameter.detach().flatten().clone());
    return at::cat(all);
  };
  const auto before = flat();
  train_network(*network, *adding.training, *adding.validation, adding.config, folder.path() / "c", false);
  return flat() - before;
}

TEST(Lab, ClippingLimitsTheStepByNormOrByValue) {
  const auto whole = first_step("clip = \"none\"\n");
  ASSERT_GT(whole.abs().max().item<double>(), 0.01);
  const auto by_norm = first_step("clip = \"norm\"\nclip_value = 0.01\n");
  EXPECT_NEAR(by_norm.norm().item<double>(), 0.01, 1e-4);
  EXPECT_TRUE(at::allclose(by_norm, whole * (0.01 / whole.norm()), 1e-2, 1e-6)) << "the direction is kept";
  const auto by_value = first_step("clip = \"value\"\nclip_value = 0.01\n");
  EXPECT_TRUE(at::allclose(by_value, whole.clamp(-0.01, 0.01), 1e-2, 1e-6));
}

TEST(Lab, TheClippedShareCountsTheStepsAboveTheLimit) {
  const std::string job = "kind = \"lstm\"\n[training]\nepochs = 1\n";
  double previous = 1;
  for (const std::string limit : {"1e-4", "0.3", "1e4"}) {
    const auto share =
        Adding(job + "clip_value = " + limit + "\n", 200).train().history.front().clipped_share;
    EXPECT_LE(share, previous);
    if (limit == "0.3") {
      EXPECT_TRUE(share > 0 && share < 1) << share;
    }
    previous = share;
  }
  EXPECT_EQ(previous, 0);
}

/// A large network learns few windows by heart; the validation loss then rises.
TEST(Lab, EarlyStoppingEndsOverFitting) {
  Adding adding("kind = \"lstm\"\n[training]\nepochs = 60\nlearning_rate = 2e-2\npatience = 0\n", 30, 10);
  const auto all = adding.train();
  EXPECT_LT(all.history.back().train_loss, 0.2 * all.history.back().validation_loss);
  EXPECT_GT(all.history.back().validation_loss, all.best_validation_loss);
  adding.config.training.patience = 3;
  const auto stopped = adding.train();
  EXPECT_LT(stopped.history.size(), all.history.size());
  EXPECT_EQ(static_cast<std::int64_t>(stopped.history.size()), stopped.best_epoch + 3);
}

}  // namespace
}  // namespace symh
