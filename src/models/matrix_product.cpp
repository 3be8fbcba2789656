#include "models/matrix_product.h"

#include "core/error.h"

// This file includes no header of LibTorch: a LibTorch 2.x brings its own dnnl.h, of another version than the
// library that symh links.
#ifdef SYMH_PRODUCT_ONEDNN
#include <dnnl.h>
#else
/// Of BLAS: columns are one after the other, and each value is given by its address.
extern "C" void sgemm_(const char* transposed_a, const char* transposed_b, const int* m, const int* n,
                       const int* k, const float* alpha, const float* a, const int* stride_a, const float* b,
                       const int* stride_b, const float* beta, float* c, const int* stride_c);
#endif

namespace symh {

void multiply(std::int64_t m, std::int64_t n, std::int64_t k, const Factor& a, const Factor& b, float* to,
              std::int64_t stride, bool keep) {
  if (m * n == 0) return;
  const float one = 1.0F, kept = keep ? 1.0F : 0.0F;
#ifdef SYMH_PRODUCT_ONEDNN
  const auto status = dnnl_sgemm(a.transposed, b.transposed, m, n, k, one, a.data, a.stride, b.data, b.stride,
                                 kept, to, stride);
  if (status != dnnl_success) throw RunError("oneDNN could not multiply two matrices");
#else
  // By columns, the memory of each matrix holds its transposed: to' = b' a'.
  const auto whole = [](std::int64_t value) { return static_cast<int>(value); };
  const int rows = whole(n), columns = whole(m), terms = whole(k);
  const int stride_a = whole(a.stride), stride_b = whole(b.stride), stride_to = whole(stride);
  sgemm_(&b.transposed, &a.transposed, &rows, &columns, &terms, &one, b.data, &stride_b, a.data, &stride_a,
         &kept, to, &stride_to);
#endif
}

}  // namespace symh
