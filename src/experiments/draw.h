#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "job/config.h"

namespace symh {

/// What one key was drawn to be.
struct Drawn {
  std::string key;
  std::string value;    ///< as TOML
  double position = 0;  ///< for a plot: the number, minutes of a duration, or which choice, from 0
};

/// The configuration of trial `trial`: every key of [tune.range] drawn by itself, evenly over its range, over
/// the logarithm where scale = "log". Whole numbers stay whole, durations are multiples of windows.cadence,
/// real numbers have four digits; low and high are included. Draws depend on (seed, trial, key) alone, so
/// that a trial is the same in whatever order, after resuming too, and when other keys are added.
std::vector<Drawn> draw_trial(const Config& config, std::int64_t trial);

/// KEY=VALUE, as --set takes them.
std::vector<std::string> settings_of(const std::vector<Drawn>& drawn);

}  // namespace symh
