#include "training/batch_gradients.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <numeric>

#include "artifact/tiny_model.h"
#include "training/loss.h"

namespace symh {
namespace {

const std::vector<std::string> kinds{
    "[model]\nkind = \"lstm\"\ndropout = 0.3\n", "[model]\nkind = \"gru\"\nlayers = 2\ndropout = 0.3\n",
    "[model]\nkind = \"cnn\"\ndropout = 0.3\n", "lookback_min = \"20m\"\n[model]\nkind = \"lstm\"\n"};

class Gradients : public testing::TestWithParam<std::string> {
 protected:
  Config config = tiny_config(GetParam());
  std::shared_ptr<const Windows> windows = tiny_windows(config);
  std::shared_ptr<Network> network = build_network(config);

  /// Loss, then every gradient, of `count` windows by that many threads.
  std::vector<torch::Tensor> of(int threads, std::int64_t count, std::uint64_t seed = 9) {
    std::vector<std::int64_t> chosen(static_cast<std::size_t>(count));
    std::iota(chosen.begin(), chosen.end(), 0);
    BatchGradients gradients(*network, config, torch::kCPU, threads, nullptr);
    std::vector<torch::Tensor> results{torch::tensor(gradients.backward(*windows, chosen, seed))};
    for (const auto& parameter : network->parameters()) results.push_back(parameter.grad().clone());
    return results;
  }
};

TEST_P(Gradients, AreTheSameBytesOnAnyNumberOfThreads) {
  network->train();
  const auto one = of(1, 200);
  for (const int threads : {2, 5}) {
    const auto several = of(threads, 200);
    for (std::size_t i = 0; i < one.size(); ++i) EXPECT_TRUE(several[i].equal(one[i])) << threads << ' ' << i;
  }
  EXPECT_FALSE(of(2, 200, 10)[0].equal(one[0])) << "the seed draws dropout or lengths";
}

TEST_P(Gradients, OfPartsAreThoseOfTheWholeBatch) {
  network->eval();
  config.windows.lookback_min = Minutes{0};
  const auto parts = of(2, 150);
  const auto batch = windows->batch(0, 150);
  const auto loss = batch_loss(network->forward(batch.inputs, batch.lengths, batch.head), batch, config,
                               windows->scaling(), true)
                        .mean();
  network->zero_grad();
  loss.backward();
  EXPECT_NEAR(parts[0].item<double>(), loss.item<double>(), 1e-5);
  const auto parameters = network->parameters();
  for (std::size_t p = 0; p < parameters.size(); ++p)
    EXPECT_LT((parts[p + 1] - parameters[p].grad()).abs().max().item<double>(), 1e-5) << p;
}

TEST_P(Gradients, TheMeanLossDoesNotDependOnThreads) {
  const auto mean = [&](int threads) {
    return BatchGradients(*network, config, torch::kCPU, threads, nullptr).mean_loss(*windows);
  };
  network->eval();
  EXPECT_EQ(mean(1), mean(3));
}

INSTANTIATE_TEST_SUITE_P(EveryKind, Gradients, testing::ValuesIn(kinds));

}  // namespace
}  // namespace symh
