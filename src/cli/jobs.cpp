#include "cli/jobs.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <map>

#include "core/error.h"

namespace symh::cli {
namespace {

/// The exit code of a job that says its own fault.
int work_and_tell(const Job& job) {
  try {
    job.work();
    return static_cast<int>(ExitCode::done);
  } catch (const Error& error) {
    spdlog::error("{}: {}", job.name, error.what());
    return static_cast<int>(error.code());
  } catch (const std::exception& error) {
    spdlog::error("{}: {}", job.name, error.what());
    return static_cast<int>(ExitCode::failed);
  }
}

pid_t start(const Job& job) {
  const pid_t child = fork();
  if (child < 0)
    throw RunError(fmt::format("{}: no process can be started: {}", job.name, std::strerror(errno)));
  if (child > 0) return child;
  prctl(PR_SET_PDEATHSIG, SIGTERM);  // a job without anyone who waits for it is of no use
  _exit(work_and_tell(job));
}

/// Ends what still runs when an error leaves run_jobs.
class Running {
 public:
  Running() = default;
  ~Running() {
    for (const auto& [child, job] : children_) kill(child, SIGTERM);
    for (const auto& [child, job] : children_) waitpid(child, nullptr, 0);
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  void add(const Job& job) { children_[start(job)] = &job; }
  std::size_t size() const { return children_.size(); }

  /// Waits for one job to end; throws where it failed.
  const Job& wait() {
    int status = 0;
    pid_t child = 0;
    do child = waitpid(-1, &status, 0);
    while (child < 0 && errno == EINTR);
    const auto found = children_.find(child);
    if (found == children_.end()) throw RunError("a job was lost; run again with --resume");
    const auto& job = *found->second;
    children_.erase(found);
    if (!WIFEXITED(status))
      throw RunError(fmt::format("{}: ended by signal {}; is the memory full?", job.name, WTERMSIG(status)));
    if (const int code = WEXITSTATUS(status); code != 0)
      throw Error(static_cast<ExitCode>(code), fmt::format("{} failed; the reason stands above", job.name));
    return job;
  }

 private:
  std::map<pid_t, const Job*> children_;
};

}  // namespace

void run_jobs(const std::vector<Job>& jobs, std::size_t at_once,
              const std::function<void(const Job&, double)>& on_done) {
  Running running;
  std::size_t next = 0, done = 0;
  while (done < jobs.size()) {
    while (next < jobs.size() && running.size() < at_once) running.add(jobs[next++]);
    const auto& job = running.wait();
    on_done(job, static_cast<double>(++done) / static_cast<double>(jobs.size()));
  }
}

}  // namespace symh::cli
