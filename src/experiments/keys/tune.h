#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "config/options.h"
#include "core/choices.h"

namespace symh {

/// Whether values are drawn evenly, or evenly in their logarithm.
enum class TuneScale { linear, log };
template <>
inline constexpr auto choices<TuneScale> = std::to_array<Choice<TuneScale>>({{TuneScale::linear, "linear"},
                                                                             {TuneScale::log, "log"}});

/// `[tune.range]`: a key that `symh tune` draws, and its possible values.
struct TuneRange {
  enum class Kind { real, whole, duration, choice };
  std::string key;  ///< dotted, of the options table
  Kind kind = Kind::choice;
  double low = 0, high = 0;  ///< both included; durations in minutes
  TuneScale scale = TuneScale::linear;
  std::vector<std::string> choices;  ///< as TOML; only for the kind choice
};

/// `[tune]`: the search of `symh tune`; training ignores it.
struct TuneConfig {
  std::int64_t trials = 0;
  std::int64_t minimum_epochs = 1;
  std::int64_t halving_rate = 3;
  std::vector<std::string> index_age = {};  ///< words of parse_index_age
  std::vector<TuneRange> ranges;
};

/// The rows of `[tune]`, bound to `tune`; its ranges are read and printed by experiments/keys/tune_ranges.h.
std::vector<Option> options_of(TuneConfig& tune);

}  // namespace symh
