#pragma once
#include <string>

namespace symh {

/// How library code reports to its caller. No room but cli/ prints; a command passes a listener that draws
/// bars and writes the log, a test one that records, and silent_listener() hears nothing. One listener is
/// called from one thread at a time.
class Listener {
 public:
  Listener() = default;
  virtual ~Listener() = default;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  /// A share 0…1 of the work `label` is done; `words` tell a result, such as the best loss so far.
  virtual void progress(const std::string& /*label*/, double /*share*/, const std::string& /*words*/ = "") {}
  /// The work that progress() told of has ended.
  virtual void progress_ended() {}
  /// A line that a user wants to read.
  virtual void say(const std::string& /*line*/) {}
  /// A line for a user who asked for more (--verbose).
  virtual void say_more(const std::string& /*line*/) {}
  /// A line that a user must not miss.
  virtual void warn(const std::string& /*line*/) {}
  /// A failure that does not end the work.
  virtual void fail(const std::string& /*line*/) {}
  /// True where the user asked to stop; work that can be resumed then saves its state and returns.
  virtual bool stop_asked() const { return false; }
};

/// Hears nothing and never asks to stop.
Listener& silent_listener();

}  // namespace symh
