#pragma once
#include <cstdint>
#include <functional>

namespace symh {

/// Runs `work` in a child process, which gets `cpu_seconds` of computing and the memory budget. Returns true
/// if `work` returned or threw, false if it crashed or ran for ever: HDF5 is known to do both on damaged
/// files, and must not take symh with it. `work` must not need other threads.
bool survives(const std::function<void()>& work, std::uint64_t cpu_seconds);

}  // namespace symh
