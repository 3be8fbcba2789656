#pragma once
#include <functional>

namespace symh {

/// Runs `work` in a child process and says whether it came to its end there, by an exception or not: HDF5 is
/// known to crash, or to run for ever, on damaged files, and must not take symh with it. `work` must not need
/// other threads.
bool survives(const std::function<void()>& work);

}  // namespace symh
