#include "series/summary.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <span>

#include "core/parallel.h"
#include "core/vector_clones.h"
#include "series/scan.h"

namespace symh {
namespace {

/// Statistics of the values of a channel; missing values are ignored.
struct Extent {
  double sum = 0;
  float lowest = std::numeric_limits<float>::infinity();
  float highest = -std::numeric_limits<float>::infinity();
  std::size_t present = 0;

  void add(float value) {
    const bool there = !std::isnan(value);
    sum += there ? double{value} : 0.0;
    present += there ? 1 : 0;
    lowest = value < lowest ? value : lowest;
    highest = value > highest ? value : highest;
  }
};

/// Handles sixteen values side by side by hand: the compiler must not reorder minima and sums of floats, so
/// it would not vectorise a plain loop.
SYMH_VECTOR_CLONES
Extent extent_of(const float* values, std::size_t count) {
  constexpr std::size_t lanes = 16;
  using Floats [[gnu::vector_size(lanes * sizeof(float))]] = float;
  using Flags [[gnu::vector_size(lanes * sizeof(int))]] = int;
  using Doubles [[gnu::vector_size(lanes * sizeof(double))]] = double;
  Extent extent;
  Floats lowest = Floats{} + extent.lowest, highest = Floats{} + extent.highest;
  Doubles sum{};
  Flags present{};
  std::size_t row = 0;
  for (; row + lanes <= count; row += lanes) {
    Floats value;
    std::memcpy(&value, values + row, sizeof value);
    const Flags there = value == value;
    sum += __builtin_convertvector(there ? value : Floats{}, Doubles);
    present -= there;  // true is -1
    lowest = value < lowest ? value : lowest;
    highest = value > highest ? value : highest;
  }
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    extent.sum += sum[lane];
    extent.present += static_cast<std::size_t>(present[lane]);
    extent.lowest = std::min(extent.lowest, lowest[lane]);
    extent.highest = std::max(extent.highest, highest[lane]);
  }
  for (; row < count; ++row) extent.add(values[row]);
  return extent;
}

ChannelSummary summarise_channel(const Series& series, const Channel& channel) {
  ChannelSummary summary;
  summary.name = channel.name;
  const auto& values = channel.values;
  const auto extent = extent_of(values.data(), values.size());
  summary.present = extent.present;
  if (summary.present == 0) return summary;
  const auto first = [&](float value) {
    const auto found = next_where(values, 0, [value](auto other) { return other == value; });
    return Extreme{values[found], series.time_of(found)};
  };
  summary.minimum = first(extent.lowest);
  summary.maximum = first(extent.highest);
  summary.mean = extent.sum / static_cast<double>(summary.present);
  return summary;
}

/// The runs of missing values. A hole between two segments counts as missing; runs join across segments.
std::vector<Gap> find_gaps(const Series& series, const Channel& channel) {
  std::vector<Gap> gaps;
  const auto add = [&](Time first, Time last) {
    if (!gaps.empty() && gaps.back().last + series.cadence == first)
      gaps.back().last = last;
    else
      gaps.push_back({first, last});
  };
  const auto gone = [](auto value) { return value != value; };  // missing
  Time expected = series.first_time();
  for (const auto& segment : series.segments) {
    if (segment.start > expected) add(expected, segment.start - series.cadence);
    const auto values = std::span<const float>(channel.values).subspan(segment.first, segment.count);
    for (auto i = next_where(values, 0, gone); i < values.size(); i = next_where(values, i + 1, gone)) {
      const Time time = segment.start + series.cadence * static_cast<long>(i);
      add(time, time);
    }
    expected = segment.end(series.cadence);
  }
  std::ranges::stable_sort(gaps, std::greater<>{}, [](const Gap& gap) { return gap.last - gap.first; });
  return gaps;
}

/// Counts in blocks whose counts fit into a byte, so that the compiler can vectorise the additions.
void count_status(const Series& series, Summary& summary) {
  constexpr std::size_t block = 128;
  const std::span<const Status> all(series.status);
  for (std::size_t first = 0; first < all.size(); first += block) {
    const auto part = all.subspan(first, std::min(block, all.size() - first));
    for (std::size_t known = 0; known < summary.samples_by_status.size(); ++known) {
      std::uint8_t count = 0;
      for (const auto status : part)
        count = static_cast<std::uint8_t>(count + (status == static_cast<Status>(known) ? 1 : 0));
      summary.samples_by_status[known] += count;
    }
  }
}

}  // namespace

Summary summarise(const Series& series, const std::string& gap_channel) {
  Summary summary;
  if (series.empty()) return summary;
  summary.first = series.first_time();
  summary.last = series.last_time();
  summary.cadence = series.cadence;
  summary.rows = series.size();
  summary.expected = static_cast<std::size_t>((summary.last - summary.first) / series.cadence) + 1;
  const auto channels = series.channels.size();
  summary.channels.resize(channels);
  for_each_in_parallel(channels + 3, [&](std::size_t part) {
    if (part < channels) summary.channels[part] = summarise_channel(series, series.channels[part]);
    if (part == channels) summary.storms = find_storms(series);
    if (part == channels + 1)
      if (const auto* channel = series.find(gap_channel)) summary.gaps = find_gaps(series, *channel);
    if (part == channels + 2) count_status(series, summary);
  });
  return summary;
}

}  // namespace symh
