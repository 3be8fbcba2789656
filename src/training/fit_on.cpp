#include "training/fit_on.h"

#include <algorithm>

#include "core/memory.h"
#include "training/driver_dropout.h"

namespace symh {

void fit_on(ClosedForm& model, const Windows& whole, const std::vector<const Windows*>& degraded,
            std::int64_t most) {
  keep_freed_memory();
  Windows::Request request;
  request.every = model.every(longest_history(whole.config()), std::ssize(whole.prepared().inputs));
  const auto apart = std::max<std::int64_t>(1, (whole.size() + most - 1) / most);
  const std::int64_t batch_size = degraded.empty() ? 4096 : 512;  // small: many draws of failing drivers
  constexpr std::uint64_t seed = 1;
  model.fit([&](const std::function<void(const Batch&)>& take) {
    std::int64_t step = 0;
    for (std::int64_t first = 0; first < whole.size(); first += batch_size * apart, ++step) {
      std::vector<std::int64_t> windows;
      for (auto w = first; w < whole.size() && std::ssize(windows) < batch_size; w += apart)
        windows.push_back(w);
      take(windows_of_batch(whole, degraded, seed, step).batch(windows, request));
    }
  });
}

}  // namespace symh
