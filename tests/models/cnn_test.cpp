#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/utils.h>

#include "core/error.h"
#include "models/conv_stack.h"
#include "models/kinds.h"
#include "models/parts.h"

namespace symh {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using torch::Tensor;

ModelConfig cnn_config(const std::string& kind = "cnn") {
  ModelConfig config;
  config.kind = kind;
  config.units = 5;
  config.filters = {4, 6};
  config.kernels = {3, 2};
  config.strides = {2, 1};
  config.padding = 1;
  config.head_units = 7;
  return config;
}

std::string usage_error(const ModelConfig& config, std::int64_t steps = 12) {
  try {
    make_network(config, {3, steps, 2});
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

TEST(ConvStack, StepsLeftFollowTheFormula) {
  for (const std::int64_t stride : {1, 2, 3})
    for (const std::int64_t padding : {0, 1, 2})
      for (const auto& [pooling, pooling_name] : choices<Pooling>)
        for (const auto& [activation, activation_name] : choices<Activation>) {
          auto config = cnn_config();
          config.strides = {stride, stride};
          config.padding = padding;
          config.pooling = pooling;
          config.activation = activation;
          std::int64_t left = 30;
          for (const auto kernel : config.kernels) {
            left = (left + 2 * padding - kernel) / stride + 1;
            if (pooling != Pooling::none) left /= config.pool_size;
          }
          if (left < 1) continue;
          ConvStack stack(config, 3, 30);
          EXPECT_EQ(stack.steps_left(), left);
          const auto output = stack.forward(at::randn({2, 30, 3}), {});
          EXPECT_EQ(output.sizes(), (std::vector<std::int64_t>{2, 6, left}));
        }
}

TEST(ConvStack, ComputesConvolutionActivationAndPooling) {
  for (const auto pooling : {Pooling::max, Pooling::average})
    for (const auto& [activation, activation_name] : choices<Activation>) {
      auto config = cnn_config();
      config.filters = {4};
      config.kernels = {3};
      config.strides = {2};
      config.pooling = pooling;
      config.activation = activation;
      ConvStack stack(config, 2, 11);
      const auto w = stack.named_parameters();
      const auto x = at::randn({1, 11, 2});
      const auto seen = at::constant_pad_nd(at::cat({x, at::ones({1, 11, 1})}, 2).transpose(1, 2), {1, 1});
      const auto output = stack.forward(x, {});
      const auto at_step = [&](std::int64_t s) {
        const auto sum = (w["0.weight"] * seen.narrow(2, 2 * s, 3)).sum(2).sum(1) + w["0.bias"];
        return activation == Activation::tanh   ? at::tanh(sum)
               : activation == Activation::gelu ? at::gelu(sum)
                                                : at::relu(sum);
      };
      for (std::int64_t t = 0; t < stack.steps_left(); ++t) {
        const auto a = at_step(2 * t), b = at_step(2 * t + 1);
        const auto pooled = pooling == Pooling::max ? at::maximum(a, b) : (a + b) / 2;
        EXPECT_TRUE(at::allclose(output[0].select(1, t), pooled, 1e-4, 1e-5))
            << name_of(pooling) << activation_name;
      }
    }
}

TEST(Cnn, WrongShapesNameTheirKeys) {
  auto config = cnn_config();
  config.strides = {2};
  EXPECT_THAT(usage_error(config),
              AllOf(HasSubstr("model.filters"), HasSubstr("model.kernels"), HasSubstr("model.strides")));
  config = cnn_config();
  config.filters = config.kernels = config.strides = {};
  EXPECT_THAT(usage_error(config), HasSubstr("model.filters"));
  EXPECT_THAT(usage_error(cnn_config(), 0), HasSubstr("model.kernels"));
  config = cnn_config();
  config.pooling = Pooling::average;
  config.pool_size = 7;
  EXPECT_THAT(usage_error(config), HasSubstr("model.pool_size"));
  for (const char* kind : {"cnn", "cnn_lstm"}) {
    config = cnn_config(kind);
    config.output = ModelOutput::all_steps;
    EXPECT_THAT(usage_error(config), AllOf(HasSubstr("model.output"), HasSubstr(kind)));
  }
  config.kind = "transformer";
  EXPECT_THAT(usage_error(config), AllOf(HasSubstr("model.kind"), HasSubstr("cnn_lstm")));
}

struct CnnKind : testing::TestWithParam<const char*> {
  std::shared_ptr<Network> network() const {
    torch::manual_seed(5);
    auto made = make_network(cnn_config(GetParam()), {3, 12, 2});
    made->eval();
    return made;
  }
};
INSTANTIATE_TEST_SUITE_P(Models, CnnKind, testing::Values("cnn", "cnn_lstm"));

TEST_P(CnnKind, ToldAShortHistoryFromZeros) {
  const auto net = network();
  const auto lengths = at::tensor({12, 4}, at::dtype(at::kLong));
  const auto x =
      at::randn({2, 12, 3})
          .masked_fill(history_mask(at::zeros({2, 12, 3}), lengths).logical_not().unsqueeze(2), 0.0);
  const auto told = net->forward(x, lengths), untold = net->forward(x, {});
  EXPECT_EQ(told.sizes(), (std::vector<std::int64_t>{2, 2}));
  EXPECT_TRUE(at::allclose(told[0], untold[0]));
  EXPECT_FALSE(at::allclose(told[1], untold[1]));
}

TEST_P(CnnKind, WhatStandsBeforeAHistoryIsNeverRead) {
  const auto net = network();
  const auto lengths = at::tensor({9, 4}, at::dtype(at::kLong));
  const auto x = at::randn({2, 12, 3});
  const auto padding = history_mask(x, lengths).logical_not().unsqueeze(2);
  EXPECT_TRUE(at::equal(net->forward(x.masked_fill(padding, 0.0), lengths),
                        net->forward(x.masked_fill(padding, std::nan("")), lengths)));
}

TEST_P(CnnKind, TruncationKeepsTheForecast) {
  const auto net = network();
  const auto x = at::randn({2, 12, 3});
  const auto before = net->forward(x, {});
  net->truncate_gradient(4);
  EXPECT_TRUE(at::allclose(net->forward(x, {}), before, 1e-5, 1e-6));
}

struct AnyNetwork : testing::TestWithParam<std::pair<std::string, ModelOutput>> {};

bool is_recurrent(const std::string& kind) { return kind == "rnn" || kind == "lstm" || kind == "gru"; }

/// Each kind with each output it has.
std::vector<std::pair<std::string, ModelOutput>> kinds_and_outputs() {
  std::vector<std::pair<std::string, ModelOutput>> all;
  for (const auto& kind : kinds())
    for (const auto& output : choices<ModelOutput>)
      if (!kind.fits_in_one_step() && (is_recurrent(kind.name) || output.value == ModelOutput::last))
        all.emplace_back(kind.name, output.value);
  return all;
}
INSTANTIATE_TEST_SUITE_P(Models, AnyNetwork, testing::ValuesIn(kinds_and_outputs()));

/// Central differences of the mean square of the output against back-propagation, in double.
TEST_P(AnyNetwork, GradientsAgreeWithFiniteDifferences) {
  auto config = cnn_config(GetParam().first);
  config.output = GetParam().second;
  config.activation = Activation::tanh;
  torch::manual_seed(9);
  const auto network = make_network(config, {3, 12, 2});
  network->to(torch::kDouble);
  const auto x = at::randn({3, 12, 3}, at::dtype(at::kDouble));
  const auto lengths = at::tensor({12, 4, 7}, at::dtype(at::kLong));
  const auto value = [&] { return network->forward(x, lengths).pow(2).mean(); };
  value().backward();
  const torch::NoGradGuard no_grad;
  for (auto& item : network->named_parameters()) {
    auto flat = item.value().view({-1});
    const auto gradient = item.value().grad().reshape({-1});
    for (std::int64_t i = 0; i < flat.numel(); i += 1 + flat.numel() / 8) {
      const double old = flat[i].item<double>(), h = 1e-6;
      flat[i].fill_(old + h);
      const double above = value().item<double>();
      flat[i].fill_(old - h);
      const double below = value().item<double>();
      flat[i].fill_(old);
      EXPECT_NEAR((above - below) / (2 * h), gradient[i].item<double>(), 1e-7) << item.key();
    }
  }
}

TEST_P(AnyNetwork, SameSeedSameWeights) {
  auto config = cnn_config(GetParam().first);
  config.output = GetParam().second;
  std::vector<Tensor> outputs;
  for (int i = 0; i < 2; ++i) {
    torch::manual_seed(21);
    outputs.push_back(make_network(config, {3, 12, 2})->forward(at::ones({1, 12, 3}), {}));
  }
  EXPECT_TRUE(at::equal(outputs[0], outputs[1]));
}

}  // namespace
}  // namespace symh
