#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "job/config.h"

namespace symh {

/// The value drawn for one key.
struct Drawn {
  std::string key;
  std::string value;    ///< as TOML
  double position = 0;  ///< for a plot: the number, the minutes of a duration, or the index of the choice
};

/// Draws the values of trial `trial`: each key of [tune.range] separately, evenly over its range or, for
/// scale = "log", over the range's logarithm; low and high are included. Whole numbers stay whole, durations
/// are multiples of windows.cadence, real numbers have four digits. A draw depends only on (seed, trial,
/// key), not on the order of trials, on resuming or on other keys.
std::vector<Drawn> draw_trial(const Config& config, std::int64_t trial);

/// KEY=VALUE, in the form of --set.
std::vector<std::string> settings_of(const std::vector<Drawn>& drawn);

}  // namespace symh
