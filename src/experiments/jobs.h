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
#include "core/listener.h"
#include "training/keys/training.h"

namespace symh {

/// Work that ends with something on disk.
struct Job {
  std::string name;
  std::function<void()> work;
};

/// How a job ended.
struct JobEnd {
  Job job;
  ExitCode code = ExitCode::done;
  std::string fault;  ///< empty where it is done; the job itself has told the listener why
};

/// Jobs that run at once, each in a process of its own, so that each has its own random state and gives the
/// same bytes however many run beside it. The calling process must not have used more than one thread of
/// LibTorch before. Jobs that still run when the pool is destroyed are ended.
class JobPool {
 public:
  /// The listener hears, from the process of the job, why a job failed.
  explicit JobPool(Listener& listener) : listener_(listener) {}
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
  Listener& listener_;
  std::map<pid_t, Job> children_;
};

/// Runs every job in a JobPool, `at_once` of them at a time. `on_done` is called with the share that is done
/// after each. Throws the first failure, and ends the other jobs then.
void run_jobs(const std::vector<Job>& jobs, std::size_t at_once, Listener& listener,
              const std::function<void(const Job&, double)>& on_done);

/// How many jobs run at once where training.jobs says `jobs`; 0: one a core.
std::size_t jobs_at_once(std::int64_t jobs);

/// Throws UsageError where this machine does not have training.device or training.precision. With `in_jobs`,
/// the check runs in a job: once this process has initialised CUDA, its forked children cannot use it.
void check_device(const TrainingConfig& training, bool in_jobs, Listener& listener);

}  // namespace symh
