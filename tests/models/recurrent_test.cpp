#include "models/recurrent.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/utils.h>

#include <cmath>

#include "models/kinds.h"

namespace symh {
namespace {

using torch::Tensor;

constexpr std::int64_t batch = 4, steps = 7, channels = 3, outputs = 2;

ModelConfig config_of(const std::string& kind, ModelOutput output = ModelOutput::last) {
  ModelConfig config;
  config.kind = kind;
  config.output = output;
  config.units = 5;
  config.layers = 2;
  config.head_units = 6;
  return config;
}

std::shared_ptr<Network> network_of(const ModelConfig& config) {
  torch::manual_seed(3);
  auto network = make_network(config, {channels, steps, outputs});
  network->to(torch::kDouble);
  network->eval();
  return network;
}

Tensor random_inputs() {
  torch::manual_seed(11);
  return at::randn({batch, steps, channels}, at::dtype(at::kDouble));
}

Tensor some_lengths() { return at::tensor({3, 7, 1, 5}, at::dtype(at::kLong)); }

/// Parameters of the network by name.
struct Weights {
  explicit Weights(const Network& network) : all(network.named_parameters()) {}
  Tensor operator()(const std::string& name) const { return all[name]; }
  Tensor layer(const std::string& name, int layer) const {
    return all["recurrent." + name + "_l" + std::to_string(layer)];
  }
  torch::OrderedDict<std::string, Tensor> all;
};

/// One step of one layer, written out from the formulas.
struct HandWritten {
  const Weights& w;
  const ModelConfig& config;

  std::pair<Tensor, Tensor> step(int layer, const Tensor& x, const Tensor& h, const Tensor& c) const {
    const auto from_x = x.mm(w.layer("weight_ih", layer).t()) + w.layer("bias_ih", layer);
    const auto from_h = h.mm(w.layer("weight_hh", layer).t()) + w.layer("bias_hh", layer);
    if (config.kind == "rnn")
      return {
          config.nonlinearity == Nonlinearity::relu ? at::relu(from_x + from_h) : at::tanh(from_x + from_h),
          c};
    const auto a = from_x.split(config.units, 1), b = from_h.split(config.units, 1);
    if (config.kind == "gru") {
      const auto reset = at::sigmoid(a[0] + b[0]), update = at::sigmoid(a[1] + b[1]);
      const auto candidate = at::tanh(a[2] + reset * b[2]);
      return {(1 - update) * candidate + update * h, c};
    }
    const auto in = at::sigmoid(a[0] + b[0]), forget = at::sigmoid(a[1] + b[1]);
    const auto cell = forget * c + in * at::tanh(a[2] + b[2]);
    return {at::sigmoid(a[3] + b[3]) * at::tanh(cell), cell};
  }

  /// States of the last layer [B, T, units].
  Tensor states(Tensor x) const {
    for (int layer = 0; layer < config.layers; ++layer) {
      auto h = at::zeros({x.size(0), config.units}, x.options()), c = h;
      std::vector<Tensor> all;
      for (std::int64_t t = 0; t < x.size(1); ++t) {
        std::tie(h, c) = step(layer, x.select(1, t), h, c);
        all.push_back(h);
      }
      x = at::stack(all, 1);
    }
    return x;
  }
};

struct RecurrentKind : testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Models, RecurrentKind, testing::Values("rnn", "lstm", "gru"));

TEST_P(RecurrentKind, FollowsItsFormula) {
  for (const auto nonlinearity : {Nonlinearity::tanh, Nonlinearity::relu}) {
    auto config = config_of(GetParam());
    config.nonlinearity = nonlinearity;
    const auto network = network_of(config);
    const auto x = random_inputs();
    const Weights w(*network);
    const auto last = HandWritten{w, config}.states(x).select(1, steps - 1);
    const auto hidden = at::relu(last.mm(w("head.hidden.weight").t()) + w("head.hidden.bias"));
    const auto expected = hidden.mm(w("head.output.weight").t()) + w("head.output.bias");
    EXPECT_TRUE(at::allclose(network->forward(x, {}), expected, 1e-10, 1e-12)) << name_of(nonlinearity);
  }
}

TEST_P(RecurrentKind, EveryStepFollowsItsFormula) {
  const auto config = config_of(GetParam(), ModelOutput::all_steps);
  const auto network = network_of(config);
  const auto x = random_inputs();
  const Weights w(*network);
  const auto expected =
      at::matmul(HandWritten{w, config}.states(x), w("head.output.weight").t()) + w("head.output.bias");
  const auto output = network->forward(x, {});
  EXPECT_EQ(output.sizes(), (std::vector<std::int64_t>{batch, steps, outputs}));
  EXPECT_TRUE(at::allclose(output, expected, 1e-10, 1e-12));
}

TEST_P(RecurrentKind, StepsDoNotSeeLaterInputs) {
  const auto network = network_of(config_of(GetParam(), ModelOutput::all_steps));
  const auto x = random_inputs();
  const auto before = network->forward(x, {});
  for (std::int64_t s = 0; s + 1 < steps; ++s) {
    auto changed = x.clone();
    changed.narrow(1, s + 1, steps - s - 1).normal_();
    const auto after = network->forward(changed, {});
    EXPECT_TRUE(at::equal(before.narrow(1, 0, s + 1), after.narrow(1, 0, s + 1)));
    EXPECT_FALSE(at::equal(before.select(1, s + 1), after.select(1, s + 1)));
  }
}

bool is_started_by(RecurrentInit init, const Tensor& gate) {
  const auto eye = at::eye(gate.size(0), gate.options());
  const double largest = gate.abs().max().item<double>(), units = static_cast<double>(gate.size(0));
  if (init == RecurrentInit::uniform) return largest <= 1 / std::sqrt(units);
  if (init == RecurrentInit::xavier) return largest <= std::sqrt(6 / (2 * units));
  if (init == RecurrentInit::orthogonal) return at::allclose(gate.mm(gate.t()), eye, 0, 1e-5);
  return at::equal(gate, eye);
}

TEST(RecurrentInit, MatricesAreWhatTheyAreCalled) {
  for (const char* kind : {"rnn", "lstm", "gru"})
    for (const auto& [init, name] : choices<RecurrentInit>) {
      auto config = config_of(kind);
      config.init = init;
      const auto network = network_of(config);
      const Weights w(*network);
      for (int layer = 0; layer < 2; ++layer)
        for (const auto& gate : w.layer("weight_hh", layer).split(config.units)) {
          EXPECT_TRUE(is_started_by(init, gate)) << kind << " " << name;
        }
    }
}

TEST(RecurrentInit, XavierReachesBeyondUniform) {
  auto config = config_of("rnn");
  config.units = 40;
  config.init = RecurrentInit::xavier;
  const auto weights = Weights(*network_of(config)).layer("weight_hh", 0);
  EXPECT_NEAR(weights.var().item<double>(), 2.0 / 80.0, 0.002);
}

TEST(RecurrentInit, ScaleMultipliesTheRecurrentWeightsAlone) {
  for (const char* kind : {"rnn", "lstm", "gru"}) {
    auto config = config_of(kind);
    config.init = RecurrentInit::orthogonal;
    const auto plain_network = network_of(config);
    config.init_scale = 1.5;
    const auto scaled_network = network_of(config);
    const Weights plain(*plain_network), scaled(*scaled_network);
    for (const auto& item : plain.all) {
      const double factor = item.key().rfind("recurrent.weight_hh", 0) == 0 ? 1.5 : 1.0;
      EXPECT_TRUE(at::allclose(scaled(item.key()), item.value() * factor)) << kind << " " << item.key();
    }
  }
}

TEST(RecurrentInit, IdentityHasZeroBiasesAndSmallInputWeights) {
  auto config = config_of("rnn");
  config.init = RecurrentInit::identity;
  const Weights w(*network_of(config));
  for (int layer = 0; layer < 2; ++layer) {
    EXPECT_EQ(w.layer("bias_ih", layer).abs().max().item<double>(), 0.0);
    EXPECT_EQ(w.layer("bias_hh", layer).abs().max().item<double>(), 0.0);
    EXPECT_LT(w.layer("weight_ih", layer).abs().max().item<double>(), 0.01);
    EXPECT_GT(w.layer("weight_ih", layer).abs().max().item<double>(), 0.0);
  }
}

TEST(RecurrentInit, ForgetBiasIsTheSumOfBothBiases) {
  for (const auto init : {RecurrentInit::uniform, RecurrentInit::identity}) {
    auto config = config_of("lstm");
    config.init = init;
    config.forget_bias = 1.5;
    const Weights w(*network_of(config));
    for (int layer = 0; layer < 2; ++layer) {
      EXPECT_TRUE(w.layer("bias_ih", layer).narrow(0, 5, 5).eq(1.5).all().item<bool>());
      EXPECT_TRUE(w.layer("bias_hh", layer).narrow(0, 5, 5).eq(0.0).all().item<bool>());
    }
    EXPECT_EQ(w.layer("bias_ih", 0).narrow(0, 0, 5).eq(0.0).all().item<bool>(),
              config.init == RecurrentInit::identity);
  }
}

struct RecurrentOutput : testing::TestWithParam<std::tuple<const char*, ModelOutput, int>> {
  std::shared_ptr<Network> network() const {
    const auto [kind, output, truncate] = GetParam();
    auto network = network_of(config_of(kind, output));
    network->truncate_gradient(truncate);
    return network;
  }
  ModelOutput output() const { return std::get<1>(GetParam()); }
};
INSTANTIATE_TEST_SUITE_P(Models, RecurrentOutput,
                         testing::Combine(testing::Values("rnn", "lstm", "gru"),
                                          testing::Values(ModelOutput::last, ModelOutput::all_steps,
                                                          ModelOutput::attention),
                                          testing::Values(0, 3)));

TEST_P(RecurrentOutput, ShortHistoryGivesWhatItGivesAlone) {
  const auto net = network();
  const auto x = random_inputs();
  const auto together = net->forward(x, some_lengths());
  for (std::int64_t b = 0; b < batch; ++b) {
    const auto n = some_lengths()[b].item<std::int64_t>();
    const auto alone = net->forward(x.narrow(0, b, 1).narrow(1, steps - n, n), {})[0];
    const auto own = output() == ModelOutput::all_steps ? together[b].narrow(0, steps - n, n) : together[b];
    EXPECT_TRUE(at::allclose(own, alone, 1e-10, 1e-12)) << b;
  }
}

TEST_P(RecurrentOutput, WhatStandsBeforeAHistoryIsNeverRead) {
  const auto net = network();
  const auto x = random_inputs();
  const auto padding = history_mask(x, some_lengths()).logical_not().unsqueeze(2);
  const auto zeros = net->forward(x.masked_fill(padding, 0.0), some_lengths());
  const auto nans = net->forward(x.masked_fill(padding, std::nan("")), some_lengths());
  EXPECT_TRUE(at::equal(zeros, nans));
}

TEST_P(RecurrentOutput, WholeHistoriesNeedNoLengths) {
  const auto net = network();
  const auto x = random_inputs();
  EXPECT_TRUE(at::equal(net->forward(x, {}), net->forward(x, at::full({batch}, steps, at::kLong))));
}

TEST_P(RecurrentKind, TruncationCutsTheGradientNotTheForecast) {
  for (const bool whole : {true, false})
    for (const std::int64_t k : {1, 2, 3, 7, 100}) {
      const auto network = network_of(config_of(GetParam()));
      const auto lengths = whole ? Tensor() : some_lengths();
      const auto x = random_inputs().requires_grad_();
      const auto untruncated = network->forward(x, lengths);
      network->truncate_gradient(k);
      const auto output = network->forward(x, lengths);
      EXPECT_TRUE(at::allclose(output, untruncated, 1e-10, 1e-12));
      output.sum().backward();
      const auto reach = std::min(k, steps);
      EXPECT_EQ(x.grad().narrow(1, 0, steps - reach).abs().sum().item<double>(), 0.0);
      const auto within = x.grad()[1].narrow(0, steps - reach, reach);  // row 1 has a whole history
      EXPECT_TRUE(within.abs().sum(1).gt(0).all().item<bool>()) << k;
    }
}

TEST_P(RecurrentKind, TruncatedStepsLearnWithinTheirChunk) {
  const auto network = network_of(config_of(GetParam(), ModelOutput::all_steps));
  network->truncate_gradient(3);  // chunks of steps 0; 1 2 3; 4 5 6
  const auto x = random_inputs().requires_grad_();
  network->forward(x, {}).select(1, 3).sum().backward();
  const auto reached = x.grad().abs().sum(2).sum(0).gt(0);
  EXPECT_TRUE(at::equal(reached, at::tensor({0, 1, 1, 1, 0, 0, 0}).to(at::kBool)));
}

TEST(Attention, WeightsSumToOneOverTheHistory) {
  torch::manual_seed(3);
  RecurrentNetwork network(config_of("gru", ModelOutput::attention), {channels, steps, outputs});
  const auto states = at::randn({batch, steps, 5});
  const auto weights = network.attention_weights(states, some_lengths());
  EXPECT_TRUE(at::allclose(weights.sum(1), at::ones({batch})));
  const auto there = history_mask(states, some_lengths());
  EXPECT_TRUE(at::equal(weights.gt(0), there));
  EXPECT_TRUE(at::allclose(network.attention_weights(states, {}).sum(1), at::ones({batch})));
}

TEST(Dropout, ActsInTrainingOnly) {
  for (const char* kind : {"rnn", "lstm", "gru"}) {
    auto config = config_of(kind);
    config.dropout = 0.5;
    const auto network = network_of(config);
    const auto x = random_inputs();
    EXPECT_TRUE(at::equal(network->forward(x, {}), network->forward(x, {})));
    network->train();
    EXPECT_FALSE(at::equal(network->forward(x, {}), network->forward(x, {})));
  }
}

TEST(Dropout, ActsBetweenRecurrentLayers) {
  for (const char* kind : {"rnn", "lstm", "gru"})
    for (const std::int64_t layers : {1, 2}) {
      auto config = config_of(kind);
      config.layers = layers;
      config.dropout = 0.5;
      RecurrentStack stack(kind, config, channels);
      const auto x = at::randn({batch, steps, channels});
      const bool same = at::equal(stack.unroll(x, {}, 0).all, stack.unroll(x, {}, 0).all);
      EXPECT_EQ(same, layers == 1) << kind << ": one layer has nothing between layers to drop";
    }
}

}  // namespace
}  // namespace symh
