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

/// Work whose result is on disk.
struct Job {
  std::string name;
  std::function<void()> work;
};

/// The end of a job.
struct JobEnd {
  Job job;
  ExitCode code = ExitCode::done;
  std::string fault;  ///< empty if it succeeded; the job itself has told the listener the reason
};

/// Runs jobs side by side, each in its own process with its own random state, so that a job gives the same
/// bytes however many run beside it. The calling process must not have used more than one thread of LibTorch
/// before. The destructor ends the jobs that still run.
class JobPool {
 public:
  /// The listener hears, from the job's process, why a job failed.
  explicit JobPool(Listener& listener) : listener_(listener) {}
  ~JobPool();
  JobPool(const JobPool&) = delete;
  JobPool& operator=(const JobPool&) = delete;

  void start(Job job);
  std::size_t running() const { return children_.size(); }
  /// Waits for one job to end.
  JobEnd wait();
  /// The same, but waits no longer than `patience`.
  std::optional<JobEnd> wait_for(std::chrono::milliseconds patience);

 private:
  JobEnd ended(pid_t child, int status);
  Listener& listener_;
  std::map<pid_t, Job> children_;
};

/// Runs all jobs in a JobPool, `at_once` of them at a time. After each job calls `on_done` with the share
/// that is done. At the first failure ends the other jobs and throws.
void run_jobs(const std::vector<Job>& jobs, std::size_t at_once, Listener& listener,
              const std::function<void(const Job&, double)>& on_done);

/// The number of jobs to run at once for training.jobs = `jobs`; 0: one for each core.
std::size_t jobs_at_once(std::int64_t jobs);

/// Throws UsageError where this machine does not have training.device or training.precision. With `in_jobs`,
/// the check runs in a job: once this process has initialised CUDA, its forked children cannot use it.
void check_device(const TrainingConfig& training, bool in_jobs, Listener& listener);

}  // namespace symh
