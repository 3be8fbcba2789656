#pragma once
#include <torch/types.h>

#include <cstdint>

// The functions of this file need product_takes(inputs) (product_parts.h).
namespace symh {

/// Where the steps of each sample are among its rows, one sample after the other. The other rows are zeros.
struct StepRows {
  std::int64_t before = 0;  ///< rows of zeros before the steps
  std::int64_t steps = 0;
  std::int64_t count = 0;  ///< rows of a sample in all, before the next one begins
  std::int64_t after = 0;  ///< rows of zeros after the last sample

  std::int64_t of(std::int64_t batch) const { return batch * count + after; }
};

/// The rows that a convolution reads. The zeros before a sample are also those after the one before it.
StepRows padded_rows(std::int64_t steps, std::int64_t kernel, std::int64_t stride, std::int64_t padding);

/// Windows [B, T, C] as rows [to.of(B), C + 1]. The last channel is 1 inside the history; what stands before
/// a history, of `lengths` [B] int64 steps, becomes zeros. Undefined `lengths`: all histories are whole.
torch::Tensor history_rows(const torch::Tensor& inputs, const torch::Tensor& lengths, const StepRows& to);

/// Steps [B, T, C] as rows [to.of(B), C].
torch::Tensor step_rows(const torch::Tensor& steps, const StepRows& to);

/// One convolution: weight [F, C, K] and bias [F] as in torch::nn::Conv1d. The window of each output step is
/// K * C consecutive numbers of the input's rows, so that three matrix products do all work of forward and
/// backward, without copies of the windows. A batch is split into parts of a fixed size, so that neither
/// values nor gradients depend on the number of threads.
///
/// rows [from.of(B), C] have the padded_rows() of the convolution. Returns [to.of(B), F] with to.steps
/// outputs of each sample, after ReLU if `relu`: what the next convolution reads, or with {0, steps, steps}
/// the outputs alone. What a gradient says of rows that are zeros is ignored. Agrees with LibTorch's
/// convolution to rounding.
torch::Tensor convolve_rows(const torch::Tensor& rows, const StepRows& from, const torch::Tensor& weight,
                            const torch::Tensor& bias, std::int64_t stride, bool relu, const StepRows& to);

}  // namespace symh
