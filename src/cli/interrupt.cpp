#include "cli/interrupt.h"

#include <unistd.h>

#include <csignal>
#include <string_view>

#include "core/error.h"

namespace symh::cli {
namespace {

volatile std::sig_atomic_t may_ask = 0, stop_asked = 0;
std::string_view farewell;

void say(std::string_view words) {
  if (write(STDERR_FILENO, words.data(), words.size()) < 0) {
    // Nobody listens; the exit code still tells.
  }
}

/// Calls only what POSIX allows in a signal handler.
extern "C" void on_stop_signal(int) {
  if (may_ask != 0 && stop_asked == 0) {
    stop_asked = 1;
    return;
  }
  say("\nsymh: interrupted; ");
  say(farewell);
  say("\n");
  _exit(static_cast<int>(ExitCode::interrupted));
}

}  // namespace

void exit_five_on_interrupt(const char* how_to_go_on) {
  farewell = how_to_go_on;
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
