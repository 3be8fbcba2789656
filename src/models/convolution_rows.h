#pragma once
#include <cstdint>

namespace symh {

/// The passes of a convolution over rows of `width` values; matrix products do the rest (time_convolution.h).

/// Writes from + bias into `to`. With `relu` it writes 0 in place of each negative sum.
void add_bias(std::int64_t rows, std::int64_t width, const float* from, const float* bias, bool relu,
              float* to);

/// Copies the gradient into `to`, and adds all its rows to `sums` [width]. If `outputs` is given, the
/// gradient is 0 wherever the output is not above 0.
void pass_gradient(std::int64_t rows, std::int64_t width, const float* gradient, const float* outputs,
                   float* to, float* sums);

}  // namespace symh
