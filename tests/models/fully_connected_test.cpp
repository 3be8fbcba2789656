#include "models/fully_connected.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/impl/LocalDispatchKeySet.h>
#include <gtest/gtest.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/utils.h>

#include <tuple>

#include "models/product_parts.h"

namespace symh {
namespace {

using torch::Tensor;

/// Outputs, then the gradients of a weighted sum of them by inputs, weights and bias.
std::vector<Tensor> run(torch::nn::Linear layer, const Tensor& inputs, const Tensor& weight) {
  const auto x = inputs.detach().clone().requires_grad_(true);
  const auto outputs = fully_connected(layer, x);
  auto results = torch::autograd::grad({(outputs * weight).sum()}, {x, layer->weight, layer->bias});
  results.insert(results.begin(), outputs.detach());
  return results;
}

TEST(FullyConnected, AgreesWithLibTorchInDouble) {
  for (const std::vector<std::int64_t>& sizes :
       {std::vector<std::int64_t>{1, 1}, {3, 7}, {130, 300}, {2, 5, 9}, {300, 33}})
    for (const std::int64_t width : {1, 2, 64, 97}) {
      torch::nn::Linear layer(sizes.back(), width);
      const auto inputs = at::randn(sizes);
      ASSERT_TRUE(product_takes(inputs));
      auto of_outputs = sizes;
      of_outputs.back() = width;
      const auto weight = at::randn(of_outputs);
      const auto got = run(layer, inputs, weight);
      layer->to(torch::kDouble);
      const auto expected = run(layer, inputs.to(torch::kDouble), weight.to(torch::kDouble));
      for (std::size_t i = 0; i < expected.size(); ++i) {
        ASSERT_EQ(got[i].sizes(), expected[i].sizes());
        const auto scale = expected[i].abs().max().item<double>();
        EXPECT_LE((got[i] - expected[i]).abs().max().item<double>(), 1e-5 * scale) << inputs.sizes() << i;
      }
    }
}

TEST(FullyConnected, GivesTheSameBytesOnAnyNumberOfThreadsAndWithoutGradients) {
  const auto threads = at::get_num_threads();
  // The second is one part, whose products are long enough to be split over threads.
  for (const auto& [rows, features, width] : {std::tuple{300, 400, 70}, std::tuple{16, 20000, 8}}) {
    const torch::nn::Linear layer(features, width);
    const auto inputs = at::randn({rows, features}), weight = at::randn({rows, width});
    at::set_num_threads(1);
    const auto one = run(layer, inputs, weight);
    for (const int several : {2, 3}) {
      at::set_num_threads(several);
      const auto got = run(layer, inputs, weight);
      for (std::size_t i = 0; i < one.size(); ++i) EXPECT_TRUE(got[i].equal(one[i])) << rows << ' ' << i;
      const torch::NoGradGuard no_grad;
      EXPECT_TRUE(fully_connected(layer, inputs).equal(one[0]));
    }
  }
  at::set_num_threads(threads);
}

TEST(ProductParts, LeaveOtherPrecisionsToLibTorch) {
  const auto x = at::zeros({1});
  EXPECT_TRUE(product_takes(x));
  EXPECT_FALSE(product_takes(x.to(at::kDouble)));
  c10::impl::tls_set_dispatch_key_excluded(c10::DispatchKey::AutocastCPU, false);
  EXPECT_FALSE(product_takes(x)) << "autocast is on";
  c10::impl::tls_set_dispatch_key_excluded(c10::DispatchKey::AutocastCPU, true);
}

TEST(ProductParts, CoverEveryItemOnce) {
  std::vector<int> seen(70, 0);
  for_each_part(70, 32, [&](std::int64_t part, std::int64_t first, std::int64_t count) {
    EXPECT_EQ(first, 32 * part);
    for (auto i = first; i < first + count; ++i) ++seen[static_cast<std::size_t>(i)];
  });
  EXPECT_EQ(seen, std::vector<int>(70, 1));
}

}  // namespace
}  // namespace symh
