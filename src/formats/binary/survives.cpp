#include "formats/binary/survives.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "core/memory_budget.h"

namespace symh {
namespace {

/// Keeps the output of a crashing library off the terminal, and prevents a core dump.
void be_quiet_and_brief(std::uint64_t cpu_seconds) {
  const int nowhere = ::open("/dev/null", O_WRONLY);
  ::dup2(nowhere, STDOUT_FILENO);
  ::dup2(nowhere, STDERR_FILENO);
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  limit_this_process(memory_budget(), cpu_seconds);
  for (const int crash : {SIGSEGV, SIGBUS, SIGFPE, SIGABRT}) std::signal(crash, SIG_DFL);
}

}  // namespace

bool survives(const std::function<void()>& work, std::uint64_t cpu_seconds) {
  const pid_t child = ::fork();
  if (child < 0) return true;  // no process is available: skip the trial
  if (child == 0) {
    be_quiet_and_brief(cpu_seconds);
    try {
      work();
    } catch (...) {  // the parent meets the same error and reports it
    }
    ::_exit(0);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return false;
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace symh
