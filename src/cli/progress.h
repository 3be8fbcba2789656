#pragma once
#include <chrono>
#include <optional>
#include <string>

#include "cli/commands.h"

namespace symh::cli {

/// A duration for people: `0:07`, `12:05`, `3:04:05`, `2d 03h`.
std::string clock_text(double seconds);

/// `label [=====     ] words 1:05 left` in at most `columns`: shortens the bar first, then cuts the end.
/// Foreign words become printable. `share` is the part 0…1 of the work that is done; without `seconds_left`
/// the line shows no time left.
std::string progress_line(const std::string& label, double share, const std::string& words,
                          std::optional<double> seconds_left, std::size_t columns);

/// A bar on stderr that shows progress and the time left; silent if stderr is no terminal, or with --quiet.
class ProgressBar {
 public:
  explicit ProgressBar(const Common& common);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  /// Draws the bar: `share` is the part 0…1 of the work, `words` follow the bar.
  void update(const std::string& label, double share, const std::string& words = "");
  /// Removes the bar, so that a line can be printed.
  void clear();

 private:
  bool shown_;
  /// The share at the first update: a resumed run did that part earlier, so it took no time now.
  std::optional<double> first_share_;
  std::chrono::steady_clock::time_point started_, drawn_;
};

}  // namespace symh::cli
