#include "sources/samples.h"

#include <algorithm>
#include <cmath>

#include "series/transforms.h"

namespace symh {
namespace {

/// Calls `see(time, row)` for each row.
template <class See>
void for_each_row(const Series& series, const See& see) {
  for (const auto& segment : series.segments)
    for (std::size_t i = 0; i < segment.count; ++i)
      see(segment.start + series.cadence * static_cast<long>(i), segment.first + i);
}

/// Clears each row whose status is worse than that of a row of `other` with values at the same time.
std::size_t blank_worse_than(Series& series, const Series& other) {
  std::size_t blanked = 0;
  for_each_row(series, [&](Time time, std::size_t row) {
    const auto rival = row_of(other, time);
    if (!rival || series.status[row] >= other.status[*rival] || !holds_value(other, *rival)) return;
    blanked += holds_value(series, row) ? 1 : 0;
    for (auto& channel : series.channels) channel.values[row] = missing;
  });
  return blanked;
}

}  // namespace

std::optional<std::size_t> row_of(const Series& series, Time time) {
  const auto after = std::ranges::upper_bound(series.segments, time, {}, &Segment::start);
  if (after == series.segments.begin()) return std::nullopt;
  const auto& segment = *std::prev(after);
  const auto since = time - segment.start;
  if (time >= segment.end(series.cadence) || since % series.cadence != Minutes{0}) return std::nullopt;
  return segment.first + static_cast<std::size_t>(since / series.cadence);
}

std::size_t blank_worse(Series& arrived, const Series& before) { return blank_worse_than(arrived, before); }

Series laid_over(Series before, Series arrived) {
  if (before.empty()) return arrived;
  blank_worse_than(before, arrived);
  std::vector<Piece> pieces;
  pieces.push_back({std::move(before), 0, "the data in the cache"});
  pieces.push_back({std::move(arrived), 1, "the data that arrived"});
  return merge(std::move(pieces));
}

Difference difference(const Series& before, const Series& after) {
  Difference result;
  for_each_row(after, [&](Time time, std::size_t row) {
    const auto old = row_of(before, time);
    for (const auto& channel : after.channels) {
      const float value = channel.values[row];
      const auto* was = old ? before.find(channel.name) : nullptr;
      const float old_value = was == nullptr ? missing : was->values[*old];
      if (!std::isnan(value) && std::isnan(old_value)) ++result.new_values;
      if (!std::isnan(old_value) && !(value == old_value)) ++result.changed_values;
    }
    if (old && after.status[row] > before.status[*old] && holds_value(before, *old))
      ++result.upgrades[{before.status[*old], after.status[row]}];
  });
  return result;
}

Status least_status(const Series& series) {
  auto least = Status::definitive;
  bool any = false;
  for (std::size_t row = 0; row < series.size(); ++row) {
    if (!holds_value(series, row)) continue;
    any = true;
    least = std::min(least, series.status[row]);
  }
  return any ? least : Status::unknown;
}

}  // namespace symh
