#pragma once
#include <torch/types.h>

#include <cstdint>
#include <functional>

namespace symh {

/// True if this build has a fast matrix product (matrix_product.h), and the tensor is float32 on the CPU and
/// not to be worked out in another precision.
bool product_takes(const torch::Tensor& inputs);

/// Calls work(part, first, count) for parts of `size` of the `all` items, on as many threads as LibTorch may
/// use; products use no threads of their own. The parts do not depend on the number of threads. LibTorch's
/// modes, as of torch::NoGradGuard, hold on the calling thread alone, so the calls should work on plain
/// memory.
void for_each_part(std::int64_t all, std::int64_t size,
                   const std::function<void(std::int64_t, std::int64_t, std::int64_t)>& work);

}  // namespace symh
