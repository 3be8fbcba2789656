#pragma once
#include <CLI/CLI.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "formats/load.h"

namespace symh::cli {

/// A bar on stderr with what is done, rate and time left; silent unless stderr is a terminal and not --quiet.
class ProgressBar {
 public:
  ProgressBar(std::string label, const Common& common);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  /// share 0…1 of the work, and a few words behind the bar.
  void update(double share, const std::string& words = "");
  /// Takes the bar away, so that a line can be said.
  void clear();

 private:
  std::string label_;
  bool shown_;
  std::chrono::steady_clock::time_point started_, drawn_;
};

/// Loads data, warns of what a user should know, and says how much was read.
LoadedData load_and_tell(const std::vector<std::string>& paths, bool tolerant);

/// Checks now that a file can be written there, before any long work: throws RunError naming the flag.
void check_writable(const std::string& path, const std::string& flag);

/// The option's text as a time, where it was given.
std::optional<Time> optional_time(const std::string& text, const std::string& flag);

/// Prints to stdout; a full disk or a closed pipe is an error, not silence.
void print_result(const std::string& text);

/// Writes to a file atomically, or to stdout where it is `-`.
void write_result(const std::string& path, const std::string& text);

}  // namespace symh::cli
