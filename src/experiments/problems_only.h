#pragma once
#include <string>

#include "core/listener.h"

namespace symh {

/// Passes on only warnings and failures, for work in one of several parallel processes. The waiting process
/// reports the rest, and ends the others to stop the work.
class ProblemsOnly : public Listener {
 public:
  explicit ProblemsOnly(Listener& listener) : listener_(listener) {}
  void warn(const std::string& line) override { listener_.warn(line); }
  void fail(const std::string& line) override { listener_.fail(line); }

 protected:
  Listener& listener_;
};

}  // namespace symh
