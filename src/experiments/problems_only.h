#pragma once
#include <string>

#include "core/listener.h"

namespace symh {

/// Passes on warnings and failures, and nothing else: for work in a process beside others, where the process
/// that waits for them tells the rest and ends them to stop the work.
class ProblemsOnly : public Listener {
 public:
  explicit ProblemsOnly(Listener& listener) : listener_(listener) {}
  void warn(const std::string& line) override { listener_.warn(line); }
  void fail(const std::string& line) override { listener_.fail(line); }

 protected:
  Listener& listener_;
};

}  // namespace symh
