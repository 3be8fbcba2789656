#include "series/plausibility.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace symh {
namespace {

/// How far a channel can jump: base + each minute's share since the last plausible value.
struct JumpLimit {
  std::string_view channel;
  float base, per_minute;
};
constexpr std::array jump_limits{JumpLimit{"sym_h", 250, 10}, JumpLimit{"b_total", 200, 2},
                                 JumpLimit{"bx_gsm", 200, 2}, JumpLimit{"by_gsm", 200, 2},
                                 JumpLimit{"bz_gsm", 200, 2}};

/// Counts a value of the channel that is made missing.
void count(std::vector<Implausible>& all, const std::string& channel, const std::string& what) {
  const auto found = std::ranges::find(all, channel, &Implausible::channel);
  if (found == all.end())
    all.push_back({channel, 1, what});
  else
    ++found->count;
}

void drop_jumps(Series& series, Channel& channel, const JumpLimit& limit, std::vector<Implausible>& dropped) {
  float last = missing;
  Time last_time;
  for (const auto& segment : series.segments)
    for (std::size_t i = 0; i < segment.count; ++i) {
      float& value = channel.values[segment.first + i];
      if (std::isnan(value)) continue;
      const Time time = segment.start + series.cadence * static_cast<long>(i);
      const auto minutes = (time - last_time).count();
      if (std::abs(value - last) > limit.base + limit.per_minute * static_cast<float>(minutes)) {
        count(dropped, channel.name,
              fmt::format("{:.6g} at {}, {} min after {:.6g}", value, format_time(time), minutes, last));
        value = missing;
        continue;
      }
      last = value;
      last_time = time;
    }
}

/// A component of the field and its magnitude contradict each other: both become missing.
void drop_impossible_components(Series& series, std::vector<Implausible>& dropped) {
  auto* magnitude = series.find("b_total");
  if (magnitude == nullptr) return;
  for (const auto* name : {"bx_gsm", "by_gsm", "bz_gsm"}) {
    auto* component = series.find(name);
    if (component == nullptr) continue;
    for (const auto& segment : series.segments)
      for (std::size_t i = 0; i < segment.count; ++i) {
        float &total = magnitude->values[segment.first + i], &value = component->values[segment.first + i];
        if (!(std::abs(value) > 1 + 1.05F * total)) continue;  // false where either is missing
        const auto at = format_time(segment.start + series.cadence * static_cast<long>(i));
        count(dropped, name, fmt::format("{:.6g} at {}, where b_total is {:.6g}", value, at, total));
        count(dropped, "b_total", fmt::format("{:.6g} at {}, where {} is {:.6g}", total, at, name, value));
        total = value = missing;
      }
  }
}

}  // namespace

std::vector<Implausible> drop_implausible(Series& series) {
  std::vector<Implausible> dropped;
  drop_impossible_components(series, dropped);
  for (const auto& limit : jump_limits)
    if (auto* channel = series.find(limit.channel)) drop_jumps(series, *channel, limit, dropped);
  return dropped;
}

std::string implausible_text(const Implausible& found) {
  return fmt::format("{}: {} value{} cannot be and count{} as missing, the first {}", found.channel,
                     found.count, found.count == 1 ? "" : "s", found.count == 1 ? "s" : "", found.first);
}

}  // namespace symh
