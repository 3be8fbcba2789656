#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "saved/tiny_model.h"
#include "temporary_folder.h"
#include "training/batch_gradients.h"
#include "training/trainer.h"

namespace symh {
namespace {

/// Every network, with every backend and output.
const std::vector<std::string> networks{
    "[model]\nkind = \"lstm\"\n",
    "[model]\nkind = \"lstm\"\nbackend = \"torch\"\n",
    "lookback_min = \"20m\"\n[model]\nkind = \"lstm\"\nbackend = \"torch\"\nlayers = 2\n",
    "lookback_min = \"20m\"\n[model]\nkind = \"gru\"\nlayers = 2\ndropout = 0.2\n",
    "[model]\nkind = \"gru\"\nbackend = \"torch\"\n",
    "[model]\nkind = \"rnn\"\n",
    "[model]\nkind = \"rnn\"\nnonlinearity = \"relu\"\nbackend = \"torch\"\n",
    "[model]\nkind = \"lstm\"\noutput = \"all_steps\"\n",
    "lookback_min = \"20m\"\n[model]\nkind = \"gru\"\noutput = \"attention\"\n",
    "head = [\"last\"]\n[model]\nkind = \"cnn\"\npooling = \"max\"\n",
    "[model]\nkind = \"cnn\"\nactivation = \"gelu\"\npooling = \"average\"\n",
    "[model]\nkind = \"cnn_lstm\"\n",
    "[model]\nkind = \"cnn_lstm\"\nbackend = \"torch\"\n",
    "[model]\nkind = \"mlp\"\n",
    "[model]\nkind = \"lstm\"\ntask = \"classification\"\n",
    "[model]\nkind = \"mlp\"\n[training]\nbands = true\n"};

class Bf16 : public testing::TestWithParam<std::string> {
 protected:
  Config config = tiny_config(GetParam());
  std::shared_ptr<const Windows> windows = tiny_windows(config);
  std::shared_ptr<Network> network = [this] {
    torch::manual_seed(1);
    return build_network(config);
  }();

  /// Loss, then every gradient that there is.
  std::vector<torch::Tensor> in(PrecisionChoice precision, int threads = 2) {
    config.training.precision = precision;
    std::vector<std::int64_t> chosen(150);
    std::iota(chosen.begin(), chosen.end(), 0);
    BatchGradients gradients(*network, config, torch::kCPU, threads, nullptr);
    std::vector<torch::Tensor> results{torch::tensor(gradients.backward({*windows, chosen, 9}))};
    for (const auto& parameter : network->parameters())
      if (parameter.grad().defined()) results.push_back(parameter.grad().clone());
    return results;
  }
};

TEST_P(Bf16, GivesNearlyTheGradientsOfFloat32) {
  const auto wanted = in(PrecisionChoice::float32), got = in(PrecisionChoice::bf16);
  ASSERT_EQ(got.size(), wanted.size());
  double apart = 0, size = 0;
  for (std::size_t i = 0; i < got.size(); ++i) {
    EXPECT_EQ(got[i].scalar_type(), wanted[i].scalar_type()) << i;
    apart += (got[i] - wanted[i]).square().sum().item<double>();
    size += wanted[i].square().sum().item<double>();
  }
  EXPECT_GT(apart, 0) << "nothing was worked out in bf16";
  EXPECT_LT(std::sqrt(apart), 0.05 * std::sqrt(size));
  for (const auto& parameter : network->parameters()) EXPECT_EQ(parameter.scalar_type(), torch::kFloat32);
}

TEST_P(Bf16, IsTheSameBytesOnAnyNumberOfThreads) {
  const auto one = in(PrecisionChoice::bf16, 1), several = in(PrecisionChoice::bf16, 3);
  for (std::size_t i = 0; i < one.size(); ++i) EXPECT_TRUE(several[i].equal(one[i])) << i;
}

TEST_P(Bf16, DoesNotChangeTheMeanLoss) {
  const auto mean_loss = [&](PrecisionChoice precision) {
    config.training.precision = precision;
    return BatchGradients(*network, config, torch::kCPU, 1, nullptr).mean_loss(*windows);
  };
  network->eval();
  EXPECT_EQ(mean_loss(PrecisionChoice::bf16), mean_loss(PrecisionChoice::float32))
      << "what is kept forecasts in float32";
}

INSTANTIATE_TEST_SUITE_P(EveryNetwork, Bf16, testing::ValuesIn(networks));

TEST(Precision, OfTrainingIsFloat32OnTheCpuUnlessBf16IsAskedFor) {
  const TemporaryFolder folder;
  const auto trained = [&](const std::string& toml) {
    const auto config = tiny_config("[training]\ndevice = \"cpu\"\nlearning_rate = 0.01\n" + toml);
    const auto windows = tiny_windows(config), validation = tiny_windows(config, 150);
    torch::manual_seed(1);
    const auto network = build_network(config);
    static int runs = 0;
    const auto result =
        train_network(*network, *windows, *validation, config, folder.path() / std::to_string(++runs), false);
    EXPECT_LT(result.history.back().validation_loss, result.history.front().validation_loss);
    return at::cat({network->parameters()[0].reshape({-1}), network->parameters().back().reshape({-1})});
  };
  const auto without = trained("");
  EXPECT_TRUE(without.equal(trained("precision = \"auto\"\n")));
  EXPECT_TRUE(without.equal(trained("precision = \"float32\"\n")));
  const auto bf16 = trained("precision = \"bf16\"\n");
  EXPECT_FALSE(without.equal(bf16));
  EXPECT_TRUE(bf16.equal(trained("precision = \"bf16\"\n")));
}

}  // namespace
}  // namespace symh
