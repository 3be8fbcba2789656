#pragma once
#include <optional>
#include <string>

#include "cli/interrupt.h"
#include "cli/progress.h"
#include "core/listener.h"

namespace symh::cli {

/// Shows the reports of library code on the terminal: a bar on stderr, and lines in the log. From the work's
/// first call of stop_asked() until progress_ended(), Ctrl-C and SIGTERM only ask the work to stop. Before
/// and after that they end the process at once (see interrupt.h).
class TerminalListener : public Listener {
 public:
  explicit TerminalListener(const Common& common) : common_(common) {}

  void progress(const std::string& label, double share, const std::string& words = "") override;
  void progress_ended() override;
  void say(const std::string& line) override;
  void say_more(const std::string& line) override;
  void warn(const std::string& line) override;
  void fail(const std::string& line) override;
  bool stop_asked() const override;

 private:
  void clear_bar();

  const Common& common_;
  std::optional<ProgressBar> bar_;
  mutable std::optional<DeferredInterrupt> deferred_;
};

}  // namespace symh::cli
