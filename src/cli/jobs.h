#pragma once
#include <functional>
#include <string>
#include <vector>

namespace symh::cli {

/// Work that ends with something on disk.
struct Job {
  std::string name;
  std::function<void()> work;
};

/// Runs every job in a process of its own, `at_once` of them at a time, so that each has its own random state
/// and gives the same bytes however many run beside it. `on_done` is called with the share that is done after
/// each. Throws the first failure, and ends the other jobs then. The calling process must not have used more
/// than one thread of LibTorch before.
void run_jobs(const std::vector<Job>& jobs, std::size_t at_once,
              const std::function<void(const Job&, double)>& on_done);

}  // namespace symh::cli
