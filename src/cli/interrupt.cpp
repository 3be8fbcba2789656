#include "cli/interrupt.h"

#include <unistd.h>

#include <csignal>
#include <string_view>

#include "core/error.h"

namespace symh::cli {
namespace {

volatile std::sig_atomic_t may_ask = 0, stop_asked = 0;
std::string_view final_advice;

void say(std::string_view words) {
  if (write(STDERR_FILENO, words.data(), words.size()) < 0) {
    // stderr is closed; the exit code still reports the interruption.
  }
}

/// Calls only what POSIX allows in a signal handler.
extern "C" void on_stop_signal(int) {
  if (may_ask != 0 && stop_asked == 0) {
    stop_asked = 1;
    return;
  }
  say("\nsymh: interrupted; ");
  say(final_advice);
  say("\n");
  _exit(static_cast<int>(ExitCode::interrupted));
}

}  // namespace

void exit_on_interrupt(const char* advice) {
  final_advice = advice;
  struct sigaction action {};
  action.sa_handler = on_stop_signal;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

DeferredInterrupt::DeferredInterrupt() { may_ask = 1; }

DeferredInterrupt::~DeferredInterrupt() { may_ask = 0; }

bool DeferredInterrupt::asked() { return stop_asked != 0; }

}  // namespace symh::cli
