#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "job/config.h"

namespace symh {

/// The value that was drawn for one key.
struct Drawn {
  std::string key;
  std::string value;    ///< as TOML
  double position = 0;  ///< for a plot: the number, the minutes of a duration, or the index of the choice
};

/// Draws trial `trial`: each key of [tune.range] on its own, evenly over its range, or over the logarithm of
/// the range for scale = "log". Whole numbers stay whole, durations are multiples of windows.cadence, real
/// numbers have four digits; low and high are included. A draw depends only on (seed, trial, key): a trial is
/// the same in any order, after resuming, and when other keys are added.
std::vector<Drawn> draw_trial(const Config& config, std::int64_t trial);

/// KEY=VALUE, as --set takes them.
std::vector<std::string> settings_of(const std::vector<Drawn>& drawn);

}  // namespace symh
