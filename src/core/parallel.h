#pragma once
#include <cstddef>
#include <functional>

namespace symh {

/// Calls `work(i)` for i = 0 ... count-1 on as many threads as the machine has cores. Where calls throw, the
/// error of the lowest i is thrown on, so that what a user sees does not depend on the threads; later work is
/// then left undone.
void for_each_in_parallel(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace symh
