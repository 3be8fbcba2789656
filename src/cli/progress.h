#pragma once
#include <chrono>
#include <optional>
#include <string>

#include "cli/commands.h"

namespace symh::cli {

/// A stretch of time for a person: `0:07`, `12:05`, `3:04:05`, `2d 03h`.
std::string clock_text(double seconds);

/// `label [=====     ] words 1:05 left` in at most `columns`: the bar gives way first, then the end is cut.
/// share 0…1 of the work; `left` is absent as long as nothing is known of the speed.
std::string progress_line(const std::string& label, double share, const std::string& words,
                          std::optional<double> seconds_left, std::size_t columns);

/// A bar on stderr with what is done and the time left; silent unless stderr is a terminal and not --quiet.
class ProgressBar {
 public:
  explicit ProgressBar(const Common& common);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  /// share 0…1 of the work, and a few words behind the bar.
  void update(const std::string& label, double share, const std::string& words = "");
  /// Takes the bar away, so that a line can be said.
  void clear();

 private:
  bool shown_;
  /// Where the work stood at the first update: a resumed run has a part behind it that took no time.
  std::optional<double> first_share_;
  std::chrono::steady_clock::time_point started_, drawn_;
};

}  // namespace symh::cli
