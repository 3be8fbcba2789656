#pragma once
#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "job/config.h"

namespace symh::cli {

/// Work that ends with something on disk.
struct Job {
  std::string name;
  std::function<void()> work;
};

/// How a job ended.
struct JobEnd {
  Job job;
  ExitCode code = ExitCode::done;
  std::string fault;  ///< empty where it is done
};

/// Jobs that run at once, each in a process of its own, so that each has its own random state and gives the
/// same bytes however many run beside it. The calling process must not have used more than one thread of
/// LibTorch before. What still runs is ended with the pool.
class JobPool {
 public:
  JobPool() = default;
  ~JobPool();
  JobPool(const JobPool&) = delete;
  JobPool& operator=(const JobPool&) = delete;

  void start(Job job);
  std::size_t running() const { return children_.size(); }
  /// Waits for one job to end.
  JobEnd wait();
  /// The same for no longer than `patience`.
  std::optional<JobEnd> wait_for(std::chrono::milliseconds patience);

 private:
  JobEnd ended(pid_t child, int status);
  std::map<pid_t, Job> children_;
};

/// Runs every job in a JobPool, `at_once` of them at a time. `on_done` is called with the share that is done
/// after each. Throws the first failure, and ends the other jobs then.
void run_jobs(const std::vector<Job>& jobs, std::size_t at_once,
              const std::function<void(const Job&, double)>& on_done);

/// How many jobs run at once where training.jobs says `jobs`; 0: one a core.
std::size_t jobs_at_once(std::int64_t jobs);

/// Throws UsageError where training.device or training.precision cannot be had. Where training goes on
/// `in_jobs` it looks in one, as a process that has begun to use CUDA can start none that does.
void check_device(const TrainingConfig& training, bool in_jobs);

}  // namespace symh::cli
