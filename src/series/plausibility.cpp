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
constexpr std::array jump_limits{
    JumpLimit{"sym_h", 220, 6},  JumpLimit{"b_total", 120, 1}, JumpLimit{"bx_gsm", 120, 1},
    JumpLimit{"by_gsm", 120, 1}, JumpLimit{"bz_gsm", 120, 1},  JumpLimit{"by_gse", 120, 1},
    JumpLimit{"bz_gse", 120, 1}, JumpLimit{"speed", 1000, 10}, JumpLimit{"density", 130, 1}};

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

/// Calls `judge(row, bx, by, bz)` for each row that has all three components.
template <class Judge>
void for_each_vector(Series& series, const Judge& judge) {
  auto *x = series.find("bx_gsm"), *y = series.find("by_gsm"), *z = series.find("bz_gsm");
  if (x == nullptr || y == nullptr || z == nullptr) return;
  for (std::size_t row = 0; row < series.size(); ++row)
    if (!std::isnan(x->values[row] + y->values[row] + z->values[row]))
      judge(row, x->values[row], y->values[row], z->values[row]);
}

/// A field that is exactly 0 in each component is a fill.
void drop_zero_fields(Series& series, std::vector<Implausible>& dropped) {
  for_each_vector(series, [&](std::size_t row, float& x, float& y, float& z) {
    if (x != 0 || y != 0 || z != 0) return;
    x = y = z = missing;
    const auto at = format_time(series.time_of(row));
    for (const auto* name : {"bx_gsm", "by_gsm", "bz_gsm"})
      count(dropped, name, fmt::format("0 at {}, where all components are 0", at));
  });
}

/// A magnitude far above that of its components is none: it also holds the field's changes within the sample,
/// but these are small.
void drop_impossible_magnitudes(Series& series, std::vector<Implausible>& dropped) {
  auto* magnitude = series.find("b_total");
  if (magnitude == nullptr) return;
  for_each_vector(series, [&](std::size_t row, float x, float y, float z) {
    constexpr float most_of_changes_nt = 40;
    float& total = magnitude->values[row];
    const float length = std::sqrt(x * x + y * y + z * z);
    if (!(total - length > most_of_changes_nt)) return;
    count(dropped, "b_total",
          fmt::format("{:.6g} at {}, where the components give {:.3g}", total,
                      format_time(series.time_of(row)), length));
    total = missing;
  });
}

}  // namespace

std::vector<Implausible> drop_implausible(Series& series) {
  std::vector<Implausible> dropped;
  drop_zero_fields(series, dropped);
  drop_impossible_magnitudes(series, dropped);
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
