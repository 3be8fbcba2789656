#include "models/dropout.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <thread>

namespace symh {
namespace {

using torch::Tensor;

Tensor dropped(std::uint64_t seed, std::int64_t count, double share) {
  const DropoutStream stream(seed);
  return drop(at::ones({count}), share, true);
}

double correlation(const Tensor& a, const Tensor& b) {
  const auto x = a - a.mean(), y = b - b.mean();
  return ((x * y).mean() / (x.square().mean() * y.square().mean()).sqrt()).item<double>();
}

TEST(DropoutStream, KeepsTheShareThatIsAskedForAndTheMean) {
  for (const double share : {0.05, 0.15, 0.5, 0.9}) {
    const auto x = dropped(7, 1 << 20, share);
    const auto kept = x.ne(0);
    EXPECT_NEAR(kept.to(at::kFloat).mean().item<double>(), 1 - share, 0.003);
    EXPECT_TRUE(at::allclose(x.masked_select(kept), at::full({1}, 1 / (1 - share))));
  }
}

TEST(DropoutStream, DependsOnItsSeedAloneOnAnyThread) {
  const auto here = dropped(11, 1000, 0.5);
  Tensor there;
  std::thread([&] { there = dropped(11, 1000, 0.5); }).join();
  EXPECT_TRUE(there.equal(here));
}

TEST(DropoutStream, NeighboursCallsAndSeedsHaveNothingInCommon) {
  constexpr std::int64_t count = 1 << 18;
  constexpr double chance = 0.01;  // five times the deviation
  const auto x = dropped(1, count, 0.5);
  for (const std::int64_t apart : {1, 2, 16, 512, 4096})
    EXPECT_LT(std::abs(correlation(x.narrow(0, 0, count - apart), x.narrow(0, apart, count - apart))), chance)
        << apart;
  for (const std::uint64_t seed : {std::uint64_t{2}, std::uint64_t{1} << 32, (std::uint64_t{1} << 32) + 1})
    EXPECT_LT(std::abs(correlation(x, dropped(seed, count, 0.5))), chance) << seed;
  const DropoutStream stream(1);
  const auto first = drop(at::ones({count}), 0.5, true), second = drop(at::ones({count}), 0.5, true);
  EXPECT_TRUE(first.equal(x));
  EXPECT_LT(std::abs(correlation(first, second)), chance);
}

TEST(DropoutStream, PassesGradientsWhereItPassesValues) {
  const DropoutStream stream(3);
  const auto x = at::randn({50, 40}).requires_grad_(true);
  const auto y = drop(x, 0.3, true);
  y.sum().backward();
  EXPECT_TRUE(at::allclose(x.grad() * x, y));
  EXPECT_EQ(drop(x.to(at::kBFloat16), 0.3, true).scalar_type(), at::kBFloat16);
}

}  // namespace
}  // namespace symh
