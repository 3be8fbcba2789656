#include "series/storms.h"

#include <algorithm>
#include <span>

#include "series/scan.h"

namespace symh {

StormLevel storm_level(float sym_h_nt, const std::array<float, 3>& thresholds_nt) {
  if (sym_h_nt <= thresholds_nt[2]) return StormLevel::superstorm;
  if (sym_h_nt <= thresholds_nt[1]) return StormLevel::intense;
  return sym_h_nt <= thresholds_nt[0] ? StormLevel::moderate : StormLevel::quiet;
}

std::string_view storm_level_name(StormLevel level) {
  constexpr std::array<std::string_view, 4> names{"quiet", "moderate", "intense", "superstorm"};
  return names[static_cast<std::size_t>(level)];
}

std::vector<Storm> find_storms(const Series& series, std::string_view channel,
                               const std::array<float, 3>& thresholds_nt, Minutes merge_within) {
  std::vector<Storm> storms;
  const auto* found = series.find(channel);
  if (found == nullptr) return storms;
  const auto stormy = [&](auto value) { return value <= thresholds_nt[0]; };
  for (const auto& segment : series.segments) {
    bool open = false;
    const auto values = std::span<const float>(found->values).subspan(segment.first, segment.count);
    for (auto i = next_where(values, 0, stormy); i < values.size(); i = next_where(values, i + 1, stormy)) {
      const float value = values[i];
      const Time time = segment.start + series.cadence * static_cast<long>(i);
      if (!open || time - storms.back().end > merge_within)
        storms.push_back({time, time, time, value, StormLevel::quiet});
      open = true;
      auto& storm = storms.back();
      storm.end = time;
      if (value < storm.minimum_nt) {
        storm.minimum_nt = value;
        storm.time_of_minimum = time;
      }
    }
  }
  for (auto& storm : storms) storm.level = storm_level(storm.minimum_nt, thresholds_nt);
  return storms;
}

}  // namespace symh
