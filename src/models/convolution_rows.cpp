#include "models/convolution_rows.h"

#include "core/vector_clones.h"

namespace symh {
namespace {

SYMH_VECTOR_CLONES
void add_only(std::int64_t rows, std::int64_t width, const float* __restrict from,
              const float* __restrict bias, float* __restrict to) {
  for (std::int64_t row = 0; row < rows; ++row, from += width, to += width)
    for (std::int64_t i = 0; i < width; ++i) to[i] = from[i] + bias[i];
}

SYMH_VECTOR_CLONES
void add_and_cut(std::int64_t rows, std::int64_t width, const float* __restrict from,
                 const float* __restrict bias, float* __restrict to) {
  for (std::int64_t row = 0; row < rows; ++row, from += width, to += width)
    for (std::int64_t i = 0; i < width; ++i) {
      const float sum = from[i] + bias[i];
      to[i] = sum < 0.0F ? 0.0F : sum;  // NaN stays
    }
}

#define SYMH_INLINE [[gnu::always_inline]] inline

/// Columns whose sums stay in registers.
constexpr std::int64_t block = 32;

/// pass_gradient() of `columns` columns.
template <bool relu>
SYMH_INLINE void pass_columns(std::int64_t rows, std::int64_t width, std::int64_t columns,
                              const float* __restrict gradient, const float* __restrict outputs,
                              float* __restrict to, float* __restrict sums) {
  float sum[block] = {};
  for (std::int64_t row = 0; row < rows; ++row)
    for (std::int64_t i = 0; i < columns; ++i) {
      const auto at = row * width + i;
      const float passed = !relu || outputs[at] > 0.0F ? gradient[at] : 0.0F;
      to[at] = passed;
      sum[i] += passed;
    }
  for (std::int64_t i = 0; i < columns; ++i) sums[i] += sum[i];
}

template <bool relu>
SYMH_INLINE void pass(std::int64_t rows, std::int64_t width, const float* gradient, const float* outputs,
                      float* to, float* sums) {
  std::int64_t first = 0;
  for (; first + block <= width; first += block)
    pass_columns<relu>(rows, width, block, gradient + first, outputs + first, to + first, sums + first);
  for (; first < width; first += block / 4)
    pass_columns<relu>(rows, width, width - first < block / 4 ? width - first : block / 4, gradient + first,
                       outputs + first, to + first, sums + first);
}

SYMH_VECTOR_CLONES
void pass_all(std::int64_t rows, std::int64_t width, const float* gradient, float* to, float* sums) {
  pass<false>(rows, width, gradient, gradient, to, sums);
}

SYMH_VECTOR_CLONES
void pass_above_zero(std::int64_t rows, std::int64_t width, const float* gradient, const float* outputs,
                     float* to, float* sums) {
  pass<true>(rows, width, gradient, outputs, to, sums);
}

}  // namespace

void add_bias(std::int64_t rows, std::int64_t width, const float* from, const float* bias, bool relu,
              float* to) {
  if (relu)
    add_and_cut(rows, width, from, bias, to);
  else
    add_only(rows, width, from, bias, to);
}

void pass_gradient(std::int64_t rows, std::int64_t width, const float* gradient, const float* outputs,
                   float* to, float* sums) {
  if (outputs != nullptr)
    pass_above_zero(rows, width, gradient, outputs, to, sums);
  else
    pass_all(rows, width, gradient, to, sums);
}

}  // namespace symh
