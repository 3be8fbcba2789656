#include "cli/interrupt.h"

#include <unistd.h>

#include <csignal>
#include <string_view>

#include "core/error.h"

namespace symh::cli {
namespace {

volatile std::sig_atomic_t may_ask = 0, stop_asked = 0;

/// Calls only what POSIX allows in a signal handler.
extern "C" void on_stop_signal(int) {
  if (may_ask != 0 && stop_asked == 0) {
    stop_asked = 1;
    return;
  }
  constexpr std::string_view message = "\nsymh: interrupted; the same command with --resume goes on\n";
  if (write(STDERR_FILENO, message.data(), message.size()) < 0) {
    // Nobody listens; the exit code still tells.
  }
  _exit(static_cast<int>(ExitCode::interrupted));
}

}  // namespace

void exit_five_on_interrupt() {
  struct sigaction action {};
  action.sa_handler = on_stop_signal;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

StopWhenAsked::StopWhenAsked() { may_ask = 1; }

StopWhenAsked::~StopWhenAsked() { may_ask = 0; }

bool StopWhenAsked::asked() { return stop_asked != 0; }

}  // namespace symh::cli
