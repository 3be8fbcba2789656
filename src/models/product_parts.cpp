#include "models/product_parts.h"

#ifdef SYMH_ONEDNN

#include <ATen/Parallel.h>
#include <c10/core/impl/LocalDispatchKeySet.h>

#include <algorithm>

#include "models/one_thread.h"

namespace symh {

bool product_takes(const torch::Tensor& inputs) {
  return inputs.device().is_cpu() && inputs.scalar_type() == torch::kFloat &&
         c10::impl::tls_is_dispatch_key_excluded(c10::DispatchKey::AutocastCPU);
}

void for_each_part(std::int64_t all, std::int64_t size,
                   const std::function<void(std::int64_t, std::int64_t, std::int64_t)>& work) {
  at::parallel_for(0, (all + size - 1) / size, 1, [&](std::int64_t part, std::int64_t end) {
    const OneThread one_thread;
    for (; part < end; ++part) work(part, part * size, std::min(size, all - part * size));
  });
}

}  // namespace symh

#else

namespace symh {

bool product_takes(const torch::Tensor&) { return false; }

}  // namespace symh

#endif
