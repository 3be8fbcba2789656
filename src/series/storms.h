#pragma once
#include <array>
#include <string_view>
#include <vector>

#include "series/series.h"

namespace symh {

/// Storm levels by SYM-H: quiet above -50 nT, moderate -50…-100, intense -100…-250, superstorm at or below
/// -250 (Gonzalez et al. 1994, 10.1029/93JA02867; -250 nT for superstorms as in design.md).
enum class StormLevel : std::uint8_t { quiet, moderate, intense, superstorm };
inline constexpr std::array<float, 3> default_storm_thresholds_nt{-50.F, -100.F, -250.F};

StormLevel storm_level(float sym_h_nt,
                       const std::array<float, 3>& thresholds_nt = default_storm_thresholds_nt);
std::string_view storm_level_name(StormLevel level);

/// A storm: from the first sample at or below the threshold to the last one.
struct Storm {
  Time start;
  Time end;
  Time time_of_minimum;
  float minimum_nt = 0;
  StormLevel level = StormLevel::quiet;
};

/// The storms in a channel of SYM-H. Dips less than `merge_within` apart in one segment count as one storm.
std::vector<Storm> find_storms(const Series& series, std::string_view channel = "sym_h",
                               const std::array<float, 3>& thresholds_nt = default_storm_thresholds_nt,
                               Minutes merge_within = Minutes{12 * 60});

}  // namespace symh
