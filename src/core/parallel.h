#pragma once
#include <cstddef>
#include <functional>

namespace symh {

/// Calls `work(i)` for i = 0 ... count-1 on as many threads as the machine has cores. If calls throw, it
/// rethrows the error of the lowest i, so that the user's error does not depend on the threads, and leaves
/// later work undone.
void for_each_in_parallel(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace symh
