#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "config/options.h"

namespace symh {

/// `[tune.range]`: one key that `symh tune` draws, and from what.
struct TuneRange {
  enum class Kind { real, whole, duration, choice };
  std::string key;  ///< dotted, of the options table
  Kind kind = Kind::choice;
  double low = 0, high = 0;  ///< both included; a duration's in minutes
  bool log_scale = false;
  std::vector<std::string> choices;  ///< as TOML; of kind choice only
};

/// `[tune]`: the search of `symh tune`; training takes no notice of it.
struct TuneConfig {
  std::int64_t trials = 0;
  std::int64_t minimum_epochs = 1;
  std::int64_t halving_rate = 3;
  std::vector<TuneRange> ranges;
};

/// The rows of `[tune]`, bound to `tune`; its ranges are read and printed by experiments/keys/tune_ranges.h.
std::vector<Option> options_of(TuneConfig& tune);

}  // namespace symh
