#include "training/batch_gradients.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <numeric>

#include "saved/tiny_model.h"
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
    std::vector<torch::Tensor> results{torch::tensor(gradients.backward({*windows, chosen, seed}))};
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
  EXPECT_FALSE(of(2, 200, 10)[1].equal(one[1])) << "the seed draws dropout or lengths";
}

TEST_P(Gradients, ThreadsArePickedInTheFirstWholeBatchesWhereLeftToSymh) {
  network->train();
  const auto pick = [&](std::int64_t threads, int steps) {
    config.training.threads = threads;
    config.training.batch_size = 200;
    BatchGradients gradients(*network, config, torch::kCPU, 32, nullptr);
    EXPECT_EQ(gradients.thread_pick().most(), 4U) << "parts of 50";
    std::vector<std::int64_t> chosen(200);
    std::iota(chosen.begin(), chosen.end(), 0);
    for (int step = 0; step < steps; ++step) gradients.backward({*windows, chosen, 9});
    const auto whole = network->parameters().front().grad().clone();
    chosen.pop_back();
    for (int step = 0; step < 30; ++step) gradients.backward({*windows, chosen, 9});
    return std::tuple(gradients.thread_pick().settled(), gradients.thread_pick().threads(), whole);
  };
  const auto [told, all, gradient] = pick(32, 1);
  EXPECT_TRUE(told);
  EXPECT_EQ(all, 4U);
  const auto [early, some, first] = pick(0, 1);
  EXPECT_FALSE(early) << "batches that are not whole do not count";
  const auto [settled, picked, last] = pick(0, 30);
  EXPECT_TRUE(settled);
  EXPECT_GE(picked, 1U);
  EXPECT_LE(picked, 4U);
  EXPECT_TRUE(first.equal(gradient) && last.equal(gradient));
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

TEST_P(Gradients, DoNotDependOnHowBatchesComeToTheDevice) {
  std::vector<std::vector<std::int64_t>> chosen;
  for (std::int64_t first = 0; first < 200; first += 50)
    chosen.push_back({first, first + 3, first + 7, first + 20});
  const auto steps = [&](Feeding feeding) {
    BatchGradients gradients(*network, config, torch::kCPU, 1, nullptr, feeding);
    std::vector<torch::Tensor> results;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      network->train();
      const TrainingBatch batch{*windows, chosen[i], i};
      const TrainingBatch next{*windows, chosen[(i + 1) % chosen.size()], i + 1};
      results.push_back(torch::tensor(gradients.backward(batch, i + 1 < chosen.size() ? &next : nullptr)));
      for (const auto& parameter : network->parameters()) results.push_back(parameter.grad().clone());
      network->eval();
      results.push_back(torch::tensor(gradients.mean_loss(*windows)));
    }
    return results;
  };
  // Of batches that fit in one part, so that the drawing of dropout and lengths is the same.
  const auto cut = steps(Feeding::cut);
  for (const auto feeding : {Feeding::prefetched, Feeding::resident}) {
    const auto others = steps(feeding);
    for (std::size_t i = 0; i < cut.size(); ++i) EXPECT_TRUE(others[i].equal(cut[i])) << i;
  }
}

/// One of several processes, which keeps its own sums.
struct Alone : ProcessGroup {
  Alone(int rank, int size) : rank_(rank), size_(size) {}
  int rank() const override { return rank_; }
  int size() const override { return size_; }
  void sum(const std::vector<torch::Tensor>& tensors) override {
    if (sums.empty()) sums = tensors;  // loss and weight come first
  }
  void take_from_first(const std::vector<torch::Tensor>&) override {}
  std::vector<torch::Tensor> sums;

 private:
  int rank_, size_;
};

TEST_P(Gradients, OfABatchThatIsOnePartAreSharedByAllProcesses) {
  config.windows.lookback_min = Minutes{0};
  std::vector<std::int64_t> chosen(90);
  std::iota(chosen.begin(), chosen.end(), 0);
  double windows_of_all = 0;
  for (int rank = 0; rank < 4; ++rank) {
    Alone group(rank, 4);
    BatchGradients(*network, config, torch::kCPU, 1, &group, Feeding::resident)
        .backward({*windows, chosen, 9});
    const auto targets = group.sums.front()[1].item<double>();
    EXPECT_NEAR(targets, 2 * 90 / 4, 4) << "two lead times a window, process " << rank;
    windows_of_all += targets / 2;
  }
  EXPECT_EQ(windows_of_all, 90);
}

INSTANTIATE_TEST_SUITE_P(EveryKind, Gradients, testing::ValuesIn(kinds));

}  // namespace
}  // namespace symh
