#pragma once
#include <cstdint>

namespace symh {

/// The passes of a convolution over rows of `width` values; matrix products do the rest (time_convolution.h).

/// to = from + bias; with `relu`, what is below 0 becomes 0.
void add_bias(std::int64_t rows, std::int64_t width, const float* from, const float* bias, bool relu,
              float* to);

/// to = gradient; where `outputs` is given, 0 if the output is not above 0. Adds all rows to `sums` [width].
void pass_gradient(std::int64_t rows, std::int64_t width, const float* gradient, const float* outputs,
                   float* to, float* sums);

}  // namespace symh
