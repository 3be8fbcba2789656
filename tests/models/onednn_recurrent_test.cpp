#include "models/onednn_recurrent.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <gtest/gtest.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/utils.h>

#include <limits>
#include <random>

#include "models/recurrent_stack.h"

namespace symh {
namespace {

using torch::Tensor;

struct Case {
  std::string kind;
  Nonlinearity nonlinearity = Nonlinearity::tanh;
};
void PrintTo(const Case& shown, std::ostream* out) {
  *out << shown.kind << ' ' << name_of(shown.nonlinearity);
}

/// What a stack says of `inputs`, and the gradients of a weighted sum of it by inputs and weights. The last
/// states weigh twice, once by the way of their own.
std::vector<Tensor> run(RecurrentStack& stack, const Tensor& inputs, const Tensor& lengths,
                        const Tensor& weight, std::int64_t truncate) {
  const auto x = inputs.detach().clone().requires_grad_(true);
  const auto [states, last] = stack.unroll(x, lengths, truncate);
  const auto end = states.size(1) - 1;
  EXPECT_TRUE(last.equal(states.select(1, end)));
  std::vector<Tensor> sources{x};
  for (const auto& parameter : stack.module()->parameters()) sources.push_back(parameter);
  auto results =
      torch::autograd::grad({(states * weight).sum() + (last * weight.select(1, end)).sum()}, sources);
  results.push_back(states.detach());
  return results;
}

void expect_close(const Tensor& got, const Tensor& expected, const std::string& what) {
  const auto scale = expected.abs().max().item<float>();
  EXPECT_LE((got - expected).abs().max().item<float>(), 1e-5F * scale + 1e-7F) << what;
}

class OneDnn : public testing::TestWithParam<Case> {
 protected:
  void SetUp() override { ASSERT_TRUE(onednn_takes(at::zeros({1}))); }
  /// Two stacks of one set of weights, by oneDNN and by LibTorch.
  static std::pair<RecurrentStack, RecurrentStack> stacks(ModelConfig config, std::int64_t features) {
    config.kind = GetParam().kind;
    config.nonlinearity = GetParam().nonlinearity;
    config.backend = RecurrentBackend::onednn;
    RecurrentStack fast(config.kind, config, features);
    config.backend = RecurrentBackend::torch;
    RecurrentStack reference(config.kind, config, features);
    const torch::NoGradGuard no_grad;
    const auto from = fast.module()->parameters(), to = reference.module()->parameters();
    for (std::size_t i = 0; i < from.size(); ++i) to[i].copy_(from[i]);
    return {std::move(fast), std::move(reference)};
  }
};

TEST_P(OneDnn, AgreesWithLibTorchForRandomShapesLengthsAndSeeds) {
  std::mt19937_64 random(7);
  const auto draw = [&](std::uint64_t least, std::uint64_t most) {
    return static_cast<std::int64_t>(least + random() % (most - least + 1));
  };
  for (int trial = 0; trial < 12; ++trial) {
    torch::manual_seed(static_cast<std::uint64_t>(trial));
    ModelConfig config;
    config.units = draw(1, 70);
    config.layers = draw(1, 3);
    const auto batch = draw(1, 40), steps = draw(1, 50), features = draw(1, 20);
    const auto truncate = trial % 3 == 0 ? draw(1, 20) : 0;
    auto [fast, reference] = stacks(config, features);
    const auto inputs = at::randn({batch, steps, features});
    const auto weight = at::randn({batch, steps, config.units});
    const auto lengths = trial % 2 == 0 ? Tensor() : at::randint(1, steps + 1, {batch}, at::kLong);
    const auto got = run(fast, inputs, lengths, weight, truncate),
               expected = run(reference, inputs, lengths, weight, truncate);
    for (std::size_t i = 0; i < expected.size(); ++i)
      expect_close(got[i], expected[i],
                   "trial " + std::to_string(trial) + ", result " + std::to_string(i) + " of units " +
                       std::to_string(config.units));
  }
}

TEST_P(OneDnn, InferenceGivesTheSameBytesAsTraining) {
  ModelConfig config;
  config.units = 24;
  auto stack = stacks(config, 5).first;
  const auto inputs = at::randn({9, 12, 5});
  const auto training = stack.unroll(inputs, {}, 0).all.detach();
  const torch::NoGradGuard no_grad;
  EXPECT_TRUE(stack.unroll(inputs, {}, 0).all.equal(training));
}

TEST_P(OneDnn, InferenceGivesTheSameBytesOnAnyNumberOfThreads) {
  ModelConfig config;
  config.units = 40;
  config.layers = 2;
  auto stack = stacks(config, 5).first;
  const auto inputs = at::randn({300, 12, 5});
  const auto lengths = at::randint(1, 13, {300}, at::kLong);
  const torch::NoGradGuard no_grad;
  const auto threads = at::get_num_threads();
  at::set_num_threads(1);
  const auto [one, one_last] = stack.unroll(inputs, lengths, 0);
  at::set_num_threads(4);
  const auto [four, four_last] = stack.unroll(inputs, lengths, 0);
  at::set_num_threads(threads);
  EXPECT_TRUE(four.equal(one));
  EXPECT_TRUE(four_last.equal(one_last));
  for (const std::int64_t first : {0, 128, 256}) {
    const auto count = std::min<std::int64_t>(128, 300 - first);
    const auto part = stack.unroll(inputs.narrow(0, first, count), lengths.narrow(0, first, count), 0).all;
    EXPECT_TRUE(part.equal(one.narrow(0, first, count))) << "from " << first;
  }
}

TEST_P(OneDnn, GivesTheSameBytesTwice) {
  ModelConfig config;
  config.units = 33;
  auto stack = stacks(config, 4).first;
  const auto inputs = at::randn({64, 20, 4}), weight = at::randn({64, 20, 33});
  const auto first = run(stack, inputs, {}, weight, 0), second = run(stack, inputs, {}, weight, 0);
  for (std::size_t i = 0; i < first.size(); ++i) EXPECT_TRUE(first[i].equal(second[i])) << i;
}

TEST_P(OneDnn, NeverReadsWhatStandsBeforeAHistory) {
  ModelConfig config;
  config.units = 6;
  config.layers = 2;
  auto stack = stacks(config, 2).first;
  auto inputs = at::randn({3, 8, 2});
  const auto weight = at::randn({3, 8, 6});
  const auto lengths = torch::tensor(std::vector<std::int64_t>{8, 3, 5});
  const auto before = run(stack, inputs, lengths, weight, 0);
  inputs[1].narrow(0, 0, 5).fill_(std::numeric_limits<float>::quiet_NaN());
  inputs[2].narrow(0, 0, 3).fill_(std::numeric_limits<float>::quiet_NaN());
  const auto after = run(stack, inputs, lengths, weight, 0);
  for (std::size_t i = 0; i < before.size(); ++i) EXPECT_TRUE(after[i].equal(before[i])) << i;
}

TEST_P(OneDnn, InferenceOfHistoriesOfDifferingLengthsGivesTheSameBytesAsTraining) {
  ModelConfig config;
  config.units = 24;
  auto stack = stacks(config, 5).first;
  const auto inputs = at::randn({4, 12, 5});
  const auto lengths = torch::tensor(std::vector<std::int64_t>{12, 1, 5, 11});
  const auto training = stack.unroll(inputs, lengths, 0).all.detach();
  const torch::NoGradGuard no_grad;
  EXPECT_TRUE(stack.unroll(inputs, lengths, 0).all.equal(training));
}

TEST(OneDnnLayer, LeavesDoublePrecisionToLibTorch) {
  EXPECT_FALSE(onednn_takes(at::zeros({1}, at::kDouble)));
}

INSTANTIATE_TEST_SUITE_P(EveryKind, OneDnn,
                         testing::Values(Case{"lstm"}, Case{"gru"}, Case{"rnn"},
                                         Case{"rnn", Nonlinearity::relu}),
                         [](const auto& info) {
                           const Case& one = info.param;
                           return one.kind +
                                  (one.kind == "rnn" ? std::string(name_of(one.nonlinearity)) : "");
                         });

}  // namespace
}  // namespace symh
