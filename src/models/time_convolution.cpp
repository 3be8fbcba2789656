#include "models/time_convolution.h"

#include "core/error.h"

#ifdef SYMH_ONEDNN

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>
#include <vector>

#include "models/convolution_rows.h"
#include "models/matrix_product.h"
#include "models/product_parts.h"
#include "models/recycled.h"

namespace symh {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

std::int64_t rounded_up(std::int64_t count, std::int64_t unit) { return (count + unit - 1) / unit; }

/// Samples of a part: their rows fit into a core's second cache. The number changes the bytes.
constexpr std::int64_t part_size = 32;

struct Sizes {
  std::int64_t batch, channels, filters, kernel, stride;
  StepRows from, to;

  /// Strides that a window reaches into, and so the most outputs that a row of the inputs adds to.
  std::int64_t taps() const { return rounded_up(kernel, stride); }
  /// Rows of outputs that one sample takes. Those after to.steps come from windows that reach into the next
  /// sample, and nobody reads them.
  std::int64_t steps() const { return from.count / stride; }
  std::int64_t of_sample() const { return from.count * channels; }
  std::int64_t window() const { return kernel * channels; }
  std::int64_t parts() const { return rounded_up(batch, part_size); }
};

/// The stride, and where the steps are among the rows, before and after.
std::vector<std::int64_t> numbers_of(std::int64_t stride, const StepRows& from, const StepRows& to) {
  return {stride, from.before, from.steps, from.count, from.after, to.before, to.steps, to.count, to.after};
}

Sizes sizes_of(const Tensor& rows, const Tensor& weight, const std::vector<std::int64_t>& numbers) {
  const auto* n = numbers.data();
  const StepRows from{n[1], n[2], n[3], n[4]}, to{n[5], n[6], n[7], n[8]};
  return {(rows.size(0) - from.after) / from.count,
          weight.size(1),
          weight.size(0),
          weight.size(2),
          n[0],
          from,
          to};
}

/// The samples of one part.
struct Samples {
  std::int64_t first, count;
  /// Outputs up to the last one that is read.
  std::int64_t outputs(const Sizes& s) const { return (count - 1) * s.steps() + s.to.steps; }
};

/// Calls work(part, samples) for all parts.
template <class Work>
void for_each_samples(const Sizes& s, const Work& work) {
  for_each_part(s.batch, part_size, [&](std::int64_t part, std::int64_t first, std::int64_t count) {
    work(part, Samples{first, count});
  });
}

/// Calls visit(f, c, k, place) for all weights, `place` the one in LibTorch's [F, C, K]. Channels come in the
/// inner loop, because they are more than steps of a kernel.
template <class Visit>
void for_each_weight(const Sizes& s, const Visit& visit) {
  for (std::int64_t k = 0; k < s.kernel; ++k)
    for (std::int64_t f = 0; f < s.filters; ++f)
      for (std::int64_t c = 0; c < s.channels; ++c) visit(f, c, k, (f * s.channels + c) * s.kernel + k);
}

/// The weights [K * C, F], as a window needs them.
Tensor window_weights(const Sizes& s, const Tensor& weight) {
  const auto given = weight.contiguous();
  const auto* from = given.data_ptr<float>();
  auto ordered = at::empty({s.window(), s.filters});
  auto* to = ordered.data_ptr<float>();
  for_each_weight(
      s, [&](auto f, auto c, auto k, auto place) { to[(k * s.channels + c) * s.filters + f] = from[place]; });
  return ordered;
}

/// The windows of neighbouring outputs overlap, which rows of a factor must not. So each product takes one
/// stride of all windows, and they add up.
void forward_part(const Sizes& s, const Samples& samples, const float* rows, const float* weights,
                  const float* bias, bool relu, float* to) {
  const auto outputs = samples.outputs(s), width = s.stride * s.channels;
  const auto sums = recycled({outputs, s.filters});
  auto* sum = sums.data_ptr<float>();
  rows += samples.first * s.of_sample();
  for (std::int64_t from = 0; from < s.window(); from += width)
    multiply(outputs, s.filters, std::min(width, s.window() - from), {rows + from, width},
             {weights + from * s.filters, s.filters}, sum, s.filters, from > 0);
  to += samples.first * s.to.count * s.filters;
  const auto after = s.to.count - s.to.before - s.to.steps;
  for (std::int64_t i = 0; i < samples.count; ++i) {
    to = std::fill_n(to, s.to.before * s.filters, 0.0F);
    add_bias(s.to.steps, s.filters, sum + i * s.steps() * s.filters, bias, relu, to);
    to = std::fill_n(to + s.to.steps * s.filters, after * s.filters, 0.0F);
  }
}

/// Back-propagation, part by part.
class Backward {
 public:
  Backward(const Sizes& sizes, const Tensor& rows, const Tensor& weight, bool of_rows)
      : s_(sizes), rows_(rows), of_weights_(recycled({s_.parts(), s_.window() + 1, s_.filters})) {
    if (!of_rows) return;
    weights_ = window_weights(s_, weight);
    of_rows_ = recycled(rows.sizes());
    of_rows_.narrow(0, s_.batch * s_.from.count, s_.from.after).zero_();
  }

  /// `gradient` of the outputs; `outputs` of ReLU, else undefined.
  void run(const Tensor& gradient, const Tensor& outputs) {
    for_each_samples(s_, [&](std::int64_t part, const Samples& samples) {
      const auto lead = s_.taps() - 1;  // so that the first windows of outputs begin with zeros
      const auto scratch = recycled({lead + samples.count * s_.steps(), s_.filters});
      auto* to = scratch.data_ptr<float>();
      auto* sums = of_weights_.data_ptr<float>() + part * of_weights_.stride(0);
      take(samples, gradient, outputs, std::fill_n(to, lead * s_.filters, 0.0F),
           sums + s_.window() * s_.filters);
      weigh(samples, to + lead * s_.filters, sums);
      if (of_rows_.defined()) send_back(samples, to);
    });
  }

  const Tensor& rows() const { return of_rows_; }
  /// Of weight [F, C, K] and bias [F]; adds the parts in their order.
  std::pair<Tensor, Tensor> parameters() const {
    auto* sum = of_weights_.data_ptr<float>();
    const auto size = of_weights_.stride(0);
    for (std::int64_t part = 1; part < s_.parts(); ++part)
      std::transform(sum, sum + size, sum + part * size, sum, std::plus<>());
    auto weight = at::empty({s_.filters, s_.channels, s_.kernel}), bias = at::empty({s_.filters});
    auto* to = weight.data_ptr<float>();
    for_each_weight(s_, [&](auto f, auto c, auto k, auto place) {
      to[place] = sum[(k * s_.channels + c) * s_.filters + f];
    });
    std::copy_n(sum + s_.window() * s_.filters, s_.filters, bias.data_ptr<float>());
    return {weight, bias};
  }

 private:
  /// Gradients before ReLU, with zeros between the samples; adds them to the gradient of the bias.
  void take(const Samples& samples, const Tensor& gradient, const Tensor& outputs, float* to,
            float* bias) const {
    const auto size = s_.to.count * s_.filters;
    const auto first = samples.first * size + s_.to.before * s_.filters;
    const auto* from = gradient.data_ptr<float>() + first;
    const auto* seen = outputs.defined() ? outputs.data_ptr<float>() + first : nullptr;
    std::fill_n(bias, s_.filters, 0.0F);
    for (std::int64_t i = 0; i < samples.count; ++i, from += size) {
      pass_gradient(s_.to.steps, s_.filters, from, seen, to, bias);
      if (seen != nullptr) seen += size;
      to = std::fill_n(to + s_.to.steps * s_.filters, (s_.steps() - s_.to.steps) * s_.filters, 0.0F);
    }
  }

  /// The gradient of the weights, a stride of each window after the other.
  void weigh(const Samples& samples, const float* gradients, float* to) const {
    const auto* rows = rows_.data_ptr<float>() + samples.first * s_.of_sample();
    const auto width = s_.stride * s_.channels;
    for (std::int64_t from = 0; from < s_.window(); from += width)
      multiply(std::min(width, s_.window() - from), s_.filters, samples.outputs(s_),
               {rows + from, width, 'T'}, {gradients, s_.filters}, to + from * s_.filters, s_.filters, false);
  }

  /// The gradient of the inputs' rows. Row q * stride + phase gets something from output q by the weights of
  /// step `phase` of the kernel, from output q - 1 by those of phase + stride, and so on. `gradients` begin
  /// taps() - 1 rows before the first output.
  void send_back(const Samples& samples, const float* gradients) const {
    auto* to = of_rows_.data_ptr<float>() + samples.first * s_.of_sample();
    const auto* weights = weights_.data_ptr<float>();
    const auto outputs = samples.count * s_.steps(), width = s_.stride * s_.channels;
    for (std::int64_t phase = s_.kernel; phase < s_.stride; ++phase)
      for (std::int64_t q = 0; q < outputs; ++q)
        std::fill_n(to + q * width + phase * s_.channels, s_.channels, 0.0F);
    for (std::int64_t k = 0; k < s_.kernel; ++k)
      multiply(outputs, s_.channels, s_.filters,
               {gradients + (s_.taps() - 1 - k / s_.stride) * s_.filters, s_.filters},
               {weights + k * s_.channels * s_.filters, s_.filters, 'T'}, to + k % s_.stride * s_.channels,
               width, k >= s_.stride);
  }

  Sizes s_;
  Tensor rows_;
  Tensor weights_;     ///< window_weights()
  Tensor of_weights_;  ///< [parts, K * C + 1, F], the bias last
  Tensor of_rows_;
};

struct Convolution : torch::autograd::Function<Convolution> {
  static Tensor forward(AutogradContext* context, const Tensor& rows, const Tensor& weight,
                        const Tensor& bias, bool relu, const std::vector<std::int64_t>& numbers) {
    const auto s = sizes_of(rows, weight, numbers);
    const auto weights = window_weights(s, weight);
    auto outputs = recycled({s.to.of(s.batch), s.filters});
    outputs.narrow(0, s.batch * s.to.count, s.to.after).zero_();
    for_each_samples(s, [&](std::int64_t, const Samples& samples) {
      forward_part(s, samples, rows.data_ptr<float>(), weights.data_ptr<float>(), bias.data_ptr<float>(),
                   relu, outputs.data_ptr<float>());
    });
    context->set_materialize_grads(false);
    context->saved_data["numbers"] = numbers;
    context->save_for_backward({rows, weight, relu ? outputs : Tensor()});
    return outputs;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    variable_list results(5);
    if (!gradients[0].defined()) return results;
    const auto saved = context->get_saved_variables();
    const auto s = sizes_of(saved[0], saved[1], context->saved_data["numbers"].toIntVector());
    Backward back(s, saved[0], saved[1], context->needs_input_grad(0));
    back.run(gradients[0].contiguous(), saved[2]);
    results[0] = back.rows();
    std::tie(results[1], results[2]) = back.parameters();
    return results;
  }
};

/// Steps of a window that come before the history. `lengths` without elements: all histories are whole.
std::int64_t steps_before(const Tensor& lengths, std::int64_t sample, std::int64_t steps) {
  return lengths.numel() > 0 ? steps - lengths.data_ptr<std::int64_t>()[sample] : 0;
}

struct HistoryRows : torch::autograd::Function<HistoryRows> {
  static Tensor forward(AutogradContext* context, const Tensor& inputs, const Tensor& lengths,
                        std::int64_t before, std::int64_t count, std::int64_t after) {
    const auto batch = inputs.size(0), steps = inputs.size(1), channels = inputs.size(2);
    auto rows = recycled({batch * count + after, channels + 1});
    const auto given = inputs.stride(2) == 1 ? inputs : inputs.contiguous();
    for_each_part(batch, part_size, [&](std::int64_t, std::int64_t begin, std::int64_t size) {
      for (auto sample = begin; sample < begin + size; ++sample) {
        const auto first = steps_before(lengths, sample, steps);
        auto* to = rows.data_ptr<float>() + sample * count * (channels + 1);
        to = std::fill_n(to, (before + first) * (channels + 1), 0.0F);
        const auto* from = given.data_ptr<float>() + sample * given.stride(0);
        for (auto step = first; step < steps; ++step) {
          to = std::copy_n(from + step * given.stride(1), channels, to);
          *to++ = 1.0F;
        }
        std::fill_n(to, (count - before - steps) * (channels + 1), 0.0F);
      }
    });
    rows.narrow(0, batch * count, after).zero_();
    context->set_materialize_grads(false);
    context->saved_data["before"] = before;
    context->saved_data["count"] = count;
    context->save_for_backward({inputs, lengths});
    return rows;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    variable_list results(5);
    if (!gradients[0].defined()) return results;
    const auto saved = context->get_saved_variables();
    const auto batch = saved[0].size(0), steps = saved[0].size(1), channels = saved[0].size(2);
    const auto before = context->saved_data["before"].toInt(), count = context->saved_data["count"].toInt();
    results[0] = gradients[0]
                     .narrow(0, 0, batch * count)
                     .view({batch, count, channels + 1})
                     .narrow(1, before, steps)
                     .narrow(2, 0, channels)
                     .clone(at::MemoryFormat::Contiguous);
    for (std::int64_t sample = 0; sample < batch; ++sample)
      results[0][sample].narrow(0, 0, steps_before(saved[1], sample, steps)).zero_();
    return results;
  }
};

}  // namespace

StepRows padded_rows(std::int64_t steps, std::int64_t kernel, std::int64_t stride, std::int64_t padding) {
  const auto outputs = (steps + 2 * padding - kernel) / stride + 1;
  return {padding, steps, std::max(rounded_up(steps + padding, stride), outputs) * stride, padding};
}

Tensor history_rows(const Tensor& inputs, const Tensor& lengths, const StepRows& to) {
  const auto known =
      lengths.defined() ? lengths.to(torch::kCPU, torch::kLong).contiguous() : at::empty({0}, at::kLong);
  return HistoryRows::apply(inputs, known, to.before, to.count, to.after);
}

Tensor step_rows(const Tensor& steps, const StepRows& to) {
  const auto samples = at::constant_pad_nd(steps, {0, 0, to.before, to.count - to.before - to.steps});
  return at::constant_pad_nd(samples.flatten(0, 1), {0, 0, 0, to.after});
}

Tensor convolve_rows(const Tensor& rows, const StepRows& from, const Tensor& weight, const Tensor& bias,
                     std::int64_t stride, bool relu, const StepRows& to) {
  return Convolution::apply(rows.contiguous(), weight, bias, relu, numbers_of(stride, from, to));
}

}  // namespace symh

#else

namespace symh {
namespace {

[[noreturn]] void refuse() { throw RunError("this symh was built without oneDNN"); }

}  // namespace

StepRows padded_rows(std::int64_t, std::int64_t, std::int64_t, std::int64_t) { refuse(); }

torch::Tensor history_rows(const torch::Tensor&, const torch::Tensor&, const StepRows&) { refuse(); }

torch::Tensor step_rows(const torch::Tensor&, const StepRows&) { refuse(); }

torch::Tensor convolve_rows(const torch::Tensor&, const StepRows&, const torch::Tensor&, const torch::Tensor&,
                            std::int64_t, bool, const StepRows&) {
  refuse();
}

}  // namespace symh

#endif
