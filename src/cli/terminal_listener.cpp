#include "cli/terminal_listener.h"

#include <spdlog/spdlog.h>

namespace symh::cli {

void TerminalListener::progress(const std::string& label, double share, const std::string& words) {
  if (!bar_) bar_.emplace(common_);
  bar_->update(label, share, words);
}

void TerminalListener::progress_ended() {
  bar_.reset();
  deferred_.reset();
}

void TerminalListener::clear_bar() {
  if (bar_) bar_->clear();
}

void TerminalListener::say(const std::string& line) {
  clear_bar();
  spdlog::info("{}", line);
}

void TerminalListener::say_more(const std::string& line) {
  clear_bar();
  spdlog::debug("{}", line);
}

void TerminalListener::warn(const std::string& line) {
  clear_bar();
  spdlog::warn("{}", line);
}

void TerminalListener::fail(const std::string& line) {
  clear_bar();
  spdlog::error("{}", line);
}

bool TerminalListener::stop_asked() const {
  if (!deferred_) deferred_.emplace();
  return DeferredInterrupt::asked();
}

}  // namespace symh::cli
