#include "core/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace symh {

void for_each_in_parallel(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0, first_failed = count;
  std::exception_ptr error;
  std::mutex mutex;
  // Threads take work in order, so some thread has taken every i below a failed one and will finish it.
  const auto run = [&] {
    for (std::size_t i = next++; i < count && i < first_failed; i = next++) {
      try {
        work(i);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (i < first_failed) {
          first_failed = i;
          error = std::current_exception();
        }
      }
    }
  };
  std::vector<std::jthread> threads;
  const auto wanted = std::min<std::size_t>(count, std::thread::hardware_concurrency());
  for (std::size_t t = 1; t < wanted; ++t) threads.emplace_back(run);
  run();
  threads.clear();  // joins
  if (error) std::rethrow_exception(error);
}

}  // namespace symh
