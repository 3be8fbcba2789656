#pragma once
#include <cstdint>

namespace symh {

/// A matrix of a product, its rows one after the other in memory.
struct Factor {
  const float* data;
  std::int64_t stride;    ///< from one row to the next
  char transposed = 'N';  ///< 'T': the product takes the transposed matrix
};

/// to [m, n] = a [m, k] b [k, n] + keep * to, `stride` from one row of `to` to the next. oneDNN multiplies,
/// or the sgemm of a LibTorch 2.x, which brings a BLAS of its own: cmake/SymhMatrixProduct.cmake chooses.
/// Throws RunError if oneDNN refuses.
void multiply(std::int64_t m, std::int64_t n, std::int64_t k, const Factor& a, const Factor& b, float* to,
              std::int64_t stride, bool keep);

}  // namespace symh
