#include "experiments/jobs.h"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>
#include <utility>

#include "core/error.h"
#include "training/device.h"

namespace symh {
namespace {

/// Runs the job and returns its exit code; tells the listener the reason of a failure.
int work_and_tell(const Job& job, Listener& listener) {
  try {
    job.work();
    return static_cast<int>(ExitCode::done);
  } catch (const Error& error) {
    listener.fail(fmt::format("{}: {}", job.name, error.what()));
    return static_cast<int>(error.code());
  } catch (const std::exception& error) {
    listener.fail(fmt::format("{}: {}", job.name, error.what()));
    return static_cast<int>(ExitCode::failed);
  }
}

pid_t fork_job(const Job& job, Listener& listener) {
  const pid_t child = fork();
  if (child < 0)
    throw RunError(fmt::format("{}: no process can be started: {}", job.name, std::strerror(errno)));
  if (child > 0) return child;
  prctl(PR_SET_PDEATHSIG, SIGTERM);  // end with the parent, as nobody else takes the result
  std::signal(SIGTERM, SIG_DFL);
  std::signal(SIGINT, SIG_IGN);  // Ctrl-C reaches all processes; the waiting one decides
  _exit(work_and_tell(job, listener));
}

}  // namespace

JobPool::~JobPool() {
  for (const auto& [child, job] : children_) kill(child, SIGTERM);
  for (const auto& [child, job] : children_) waitpid(child, nullptr, 0);
}

void JobPool::start(Job job) {
  const pid_t child = fork_job(job, listener_);
  children_.emplace(child, std::move(job));
}

JobEnd JobPool::ended(pid_t child, int status) {
  const auto found = children_.find(child);
  if (found == children_.end()) throw RunError("a job was lost; run again with --resume");
  JobEnd end{std::move(found->second), ExitCode::done, {}};
  children_.erase(found);
  if (!WIFEXITED(status)) {
    end.code = ExitCode::failed;
    end.fault = fmt::format("{}: ended by signal {}; is the memory full?", end.job.name, WTERMSIG(status));
  } else if (const int code = WEXITSTATUS(status); code != 0) {
    end.code = static_cast<ExitCode>(code);
    end.fault = fmt::format("{} failed for the reason above", end.job.name);
  }
  return end;
}

JobEnd JobPool::wait() {
  int status = 0;
  pid_t child = 0;
  do child = waitpid(-1, &status, 0);
  while (child < 0 && errno == EINTR);
  return ended(child, status);
}

std::optional<JobEnd> JobPool::wait_for(std::chrono::milliseconds patience) {
  constexpr std::chrono::milliseconds step{20};
  const auto until = std::chrono::steady_clock::now() + patience;
  do {
    int status = 0;
    if (const pid_t child = waitpid(-1, &status, WNOHANG); child > 0) return ended(child, status);
    std::this_thread::sleep_for(step);
  } while (std::chrono::steady_clock::now() < until);
  return std::nullopt;
}

void run_jobs(const std::vector<Job>& jobs, std::size_t at_once, Listener& listener,
              const std::function<void(const Job&, double)>& on_done) {
  JobPool pool(listener);
  std::size_t next = 0, done = 0;
  while (done < jobs.size()) {
    while (next < jobs.size() && pool.running() < at_once) pool.start(jobs[next++]);
    const auto end = pool.wait();
    if (!end.fault.empty()) throw Error(end.code, end.fault);
    on_done(end.job, static_cast<double>(++done) / static_cast<double>(jobs.size()));
  }
}

std::size_t jobs_at_once(std::int64_t jobs) {
  return jobs > 0 ? static_cast<std::size_t>(jobs) : std::max(1U, std::thread::hardware_concurrency());
}

void check_device(const TrainingConfig& training, bool in_jobs, Listener& listener) {
  const auto look = [&] { choose_precision(training.precision, choose_device(training.device)); };
  if (!in_jobs) return look();
  run_jobs({{"the choice of device", look}}, 1, listener, [](const Job&, double) {});
}

}  // namespace symh
