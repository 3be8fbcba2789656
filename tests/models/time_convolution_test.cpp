#include "models/time_convolution.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <gtest/gtest.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/utils.h>

#include <cmath>
#include <limits>

#include "models/conv_stack.h"
#include "models/parts.h"
#include "models/product_parts.h"

namespace symh {
namespace {

using torch::Tensor;

void expect_close(const Tensor& got, const Tensor& expected, const std::string& what) {
  ASSERT_EQ(got.sizes(), expected.sizes()) << what;
  const auto scale = expected.abs().max().item<double>();
  EXPECT_LE((got - expected).abs().max().item<double>(), 1e-5 * scale + 1e-7) << what;
}

/// One convolution and where it leaves its outputs.
struct Case {
  std::int64_t kernel, stride, padding, channels, filters, batch, steps;
  bool relu, padded;  ///< padded: the outputs lie as the next convolution reads them

  std::int64_t outputs() const { return (steps + 2 * padding - kernel) / stride + 1; }
  StepRows from() const { return padded_rows(steps, kernel, stride, padding); }
  StepRows to() const { return padded ? padded_rows(outputs(), 3, 2, 2) : StepRows{0, outputs(), outputs()}; }
  std::string text() const {
    std::string text;
    for (const auto number : {kernel, stride, padding, channels, filters, batch, steps})
      text += std::to_string(number) + ' ';
    return text + (relu ? "relu" : "linear") + (padded ? " padded" : "");
  }
};

/// Every kernel, stride and padding; the rest comes by turns. Few numbers of steps are whole strides.
std::vector<Case> cases() {
  std::vector<Case> all;
  const std::int64_t channels[] = {1, 3, 15}, filters[] = {1, 5, 32, 40}, batches[] = {1, 3, 33, 130};
  std::size_t turn = 0;
  for (std::int64_t kernel = 1; kernel <= 7; ++kernel)
    for (std::int64_t stride = 1; stride <= 3; ++stride)
      for (std::int64_t padding = 0; padding <= 3; ++padding, ++turn)
        all.push_back({kernel, stride, padding, channels[turn % 3], filters[turn / 3 % 4],
                       batches[turn / 2 % 4], kernel + static_cast<std::int64_t>(turn % 17), turn % 2 == 0,
                       turn % 5 != 0});
  return all;
}

/// The tensors of a case, drawn at random.
struct Drawn {
  explicit Drawn(const Case& c)
      : steps(at::randn({c.batch, c.steps, c.channels})),
        weight(at::randn({c.filters, c.channels, c.kernel})),
        bias(at::randn({c.filters})),
        rows_weight(at::randn({c.to().of(c.batch), c.filters})) {}
  std::vector<Tensor> sources() const {
    return {steps.requires_grad_(true), weight.requires_grad_(true), bias.requires_grad_(true)};
  }
  Tensor steps, weight, bias;
  Tensor rows_weight;  ///< of the outputs in the sum whose gradient is taken
};

Tensor convolved(const Case& c, const Drawn& drawn) {
  return convolve_rows(step_rows(drawn.steps, c.from()), c.from(), drawn.weight, drawn.bias, c.stride, c.relu,
                       c.to());
}

/// The outputs [B, steps, F] in those rows.
Tensor outputs_in(const Tensor& rows, const Case& c) {
  return rows.narrow(0, 0, c.batch * c.to().count)
      .view({c.batch, c.to().count, c.filters})
      .narrow(1, c.to().before, c.outputs());
}

/// Rows, then the gradients of a weighted sum of them.
std::vector<Tensor> run(const Case& c, const Drawn& drawn) {
  const auto rows = convolved(c, drawn);
  auto results = torch::autograd::grad({(rows * drawn.rows_weight).sum()}, drawn.sources());
  results.insert(results.begin(), rows.detach());
  return results;
}

TEST(TimeConvolution, AgreesWithLibTorch) {
  for (const auto& c : cases()) {
    const Drawn drawn(c);
    drawn.sources();
    const auto got = run(c, drawn);
    const auto outputs = outputs_in(got[0], c);
    const auto sums = at::conv1d(drawn.steps.to(at::kDouble).transpose(1, 2), drawn.weight.to(at::kDouble),
                                 drawn.bias.to(at::kDouble), c.stride, c.padding)
                          .transpose(1, 2);
    expect_close(outputs, c.relu ? at::relu(sums) : sums, c.text());
    // Rounding may lift an output above 0 or not; its gradient follows that.
    const auto passed = c.relu ? outputs.gt(0).to(at::kDouble) : at::ones_like(sums);
    const auto expected =
        torch::autograd::grad({(sums * passed * outputs_in(drawn.rows_weight, c)).sum()}, drawn.sources());
    for (std::size_t i = 0; i < expected.size(); ++i)
      expect_close(got[i + 1], expected[i], c.text() + ", gradient " + std::to_string(i));
  }
}

TEST(TimeConvolution, LeavesZerosBetweenTheSamples) {
  const Case c{5, 2, 2, 3, 4, 40, 21, false, true};
  auto rows = convolved(c, Drawn(c)).detach();
  EXPECT_GT(outputs_in(rows, c).abs().min().item<float>(), 0);
  const auto size = rows.abs().sum().item<double>(),
             of_outputs = outputs_in(rows, c).abs().sum().item<double>();
  EXPECT_NEAR(size, of_outputs, 1e-5 * size);
  outputs_in(rows, c).zero_();
  EXPECT_TRUE(rows.eq(0).all().item<bool>());
}

TEST(TimeConvolution, NanPassesReluAndStaysInItsSample) {
  const Case c{5, 2, 2, 3, 4, 3, 21, true, true};
  const Drawn drawn(c);
  drawn.steps[1].fill_(std::numeric_limits<float>::quiet_NaN());
  const auto outputs = outputs_in(convolved(c, drawn), c);
  EXPECT_TRUE(outputs[1].isnan().all().item<bool>());
  EXPECT_FALSE(at::stack({outputs[0], outputs[2]}).isnan().any().item<bool>());
}

TEST(TimeConvolution, GivesTheSameBytesOnAnyNumberOfThreads) {
  const auto threads = at::get_num_threads();
  for (const Case& c :
       {Case{5, 2, 2, 15, 32, 130, 50, true, true}, Case{3, 1, 1, 4, 24, 300, 31, false, false}}) {
    const Drawn drawn(c);
    drawn.sources();
    at::set_num_threads(1);
    const auto one = run(c, drawn);
    for (const int several : {2, 3}) {
      at::set_num_threads(several);
      const auto got = run(c, drawn);
      for (std::size_t i = 0; i < one.size(); ++i) EXPECT_TRUE(got[i].equal(one[i])) << c.text() << i;
    }
  }
  at::set_num_threads(threads);
}

TEST(TimeConvolution, InferenceGivesTheSameBytesAsTraining) {
  const Case c{5, 2, 2, 15, 32, 70, 50, true, true};
  const Drawn drawn(c);
  drawn.sources();
  const auto training = convolved(c, drawn);
  EXPECT_TRUE(training.requires_grad());
  const torch::NoGradGuard no_grad;
  EXPECT_TRUE(convolved(c, drawn).equal(training.detach()));
}

struct StackCase {
  Activation activation;
  Pooling pooling;
  bool short_histories;
};

/// A stack against itself in double, which LibTorch computes.
class ConvStackByRows : public testing::TestWithParam<StackCase> {
 protected:
  static constexpr std::int64_t batch = 67, steps = 45, channels = 4;

  static ModelConfig config() {
    ModelConfig config;
    config.kind = "cnn";
    config.filters = {6, 9, 5};
    config.kernels = {5, 3, 2};
    config.strides = {2, 1, 2};
    config.padding = 2;
    config.activation = GetParam().activation;
    config.pooling = GetParam().pooling;
    return config;
  }
  /// The outputs of the stack, then gradients of a weighted sum by the inputs and by the parameters.
  std::vector<Tensor> run(ConvStack& stack, const Tensor& inputs) const {
    const auto x = inputs.detach().clone().requires_grad_(true);
    const auto outputs = stack.forward(x, lengths);
    std::vector<Tensor> sources{x};
    for (const auto& parameter : stack.parameters()) sources.push_back(parameter);
    auto results = torch::autograd::grad({(outputs * weight.to(x.scalar_type())).sum()}, sources);
    results.insert(results.begin(), outputs.detach());
    return results;
  }

  ConvStack stack{config(), channels, steps};
  Tensor lengths = GetParam().short_histories ? at::randint(1, steps + 1, {batch}, at::kLong) : Tensor();
  Tensor weight = at::randn({batch, stack.filters(), stack.steps_left()});
  /// Memory as of windows cut for training: time first.
  Tensor inputs = at::randn({steps, batch, channels}).transpose(0, 1);
};

TEST_P(ConvStackByRows, AgreesWithLibTorchInDouble) {
  ASSERT_TRUE(product_takes(inputs));
  const auto got = run(stack, inputs);
  stack.to(torch::kDouble);
  const auto expected = run(stack, inputs.to(torch::kDouble));
  for (std::size_t i = 0; i < expected.size(); ++i)
    expect_close(got[i], expected[i], "result " + std::to_string(i));
}

TEST_P(ConvStackByRows, NeverReadsWhatStandsBeforeAHistory) {
  if (!lengths.defined()) lengths = at::full({batch}, steps, at::kLong);
  lengths[0].fill_(3);
  const auto before = history_mask(inputs, lengths).logical_not().unsqueeze(2);
  const auto got = run(stack, inputs.masked_fill(before, std::nan(""))),
             expected = run(stack, inputs.masked_fill(before, 0.0));
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_TRUE(got[i].equal(expected[i])) << i;
  EXPECT_TRUE(got[1].masked_select(before).eq(0).all().item<bool>());
}

TEST_P(ConvStackByRows, InferenceGivesTheSameBytesAsTrainingOnAnyNumberOfThreads) {
  const auto training = run(stack, inputs).front();
  const auto threads = at::get_num_threads();
  const torch::NoGradGuard no_grad;
  for (const int several : {1, 2, 3}) {
    at::set_num_threads(several);
    EXPECT_TRUE(stack.forward(inputs, lengths).equal(training)) << several;
  }
  at::set_num_threads(threads);
}

std::vector<StackCase> stack_cases() {
  std::vector<StackCase> all;
  for (const auto& activation : choices<Activation>)
    for (const auto& pooling : choices<Pooling>)
      for (const bool short_histories : {false, true})
        all.push_back({activation.value, pooling.value, short_histories});
  return all;
}
INSTANTIATE_TEST_SUITE_P(Every, ConvStackByRows, testing::ValuesIn(stack_cases()), [](const auto& info) {
  const StackCase& one = info.param;
  return std::string(name_of(one.activation)) + '_' + std::string(name_of(one.pooling)) +
         (one.short_histories ? "_short" : "_whole");
});

}  // namespace
}  // namespace symh
