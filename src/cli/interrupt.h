#pragma once

namespace symh::cli {

/// From this call on, Ctrl-C and SIGTERM end the process at once with exit code 5, except while a
/// DeferredInterrupt lives. Files are written whole or not at all, so none is left half done. The message
/// ends with `advice`, a string literal.
void exit_on_interrupt(const char* advice = "continue with the same command and --resume");

/// While this object lives, the first Ctrl-C or SIGTERM only sets asked(), so that work can stop at a point
/// from which it can resume. The second one ends the process as exit_on_interrupt() says.
class DeferredInterrupt {
 public:
  DeferredInterrupt();
  ~DeferredInterrupt();
  DeferredInterrupt(const DeferredInterrupt&) = delete;
  DeferredInterrupt& operator=(const DeferredInterrupt&) = delete;
  static bool asked();
};

}  // namespace symh::cli
