#include "series/summary.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/parallel.h"

namespace symh {
namespace {

/// Of a stretch of values, by lanes that a compiler can work on side by side; missing values count for
/// nothing.
struct Extent {
  static constexpr std::size_t lanes = 4;
  std::array<double, lanes> sum{};
  std::array<float, lanes> lowest, highest;
  std::array<std::int64_t, lanes> present{};

  Extent() {
    lowest.fill(std::numeric_limits<float>::infinity());
    highest.fill(-std::numeric_limits<float>::infinity());
  }
  void add(std::size_t lane, float value) {
    const bool there = !std::isnan(value);
    sum[lane] += there ? double{value} : 0.0;
    present[lane] += there ? 1 : 0;
    lowest[lane] = value < lowest[lane] ? value : lowest[lane];
    highest[lane] = value > highest[lane] ? value : highest[lane];
  }
};

ChannelSummary summarise_channel(const Series& series, const Channel& channel) {
  ChannelSummary summary;
  summary.name = channel.name;
  const auto& values = channel.values;
  Extent extent;
  std::size_t row = 0;
  for (; row + Extent::lanes <= values.size(); row += Extent::lanes)
    for (std::size_t lane = 0; lane < Extent::lanes; ++lane) extent.add(lane, values[row + lane]);
  for (std::size_t lane = 0; row < values.size(); ++row, ++lane) extent.add(lane, values[row]);
  summary.present = static_cast<std::size_t>(std::reduce(extent.present.begin(), extent.present.end()));
  if (summary.present == 0) return summary;
  const auto first = [&](float value) {
    const auto found = static_cast<std::size_t>(std::ranges::find(values, value) - values.begin());
    return Extreme{values[found], series.time_of(found)};
  };
  summary.minimum = first(std::ranges::min(extent.lowest));
  summary.maximum = first(std::ranges::max(extent.highest));
  const double sum = std::accumulate(extent.sum.begin(), extent.sum.end(), 0.0);
  summary.mean = sum / static_cast<double>(summary.present);
  return summary;
}

/// Runs of missing values, a hole between two segments being one too; joined across segment borders.
std::vector<Gap> find_gaps(const Series& series, const Channel& channel) {
  std::vector<Gap> gaps;
  const auto add = [&](Time first, Time last) {
    if (!gaps.empty() && gaps.back().last + series.cadence == first)
      gaps.back().last = last;
    else
      gaps.push_back({first, last});
  };
  Time expected = series.first_time();
  for (const auto& segment : series.segments) {
    if (segment.start > expected) add(expected, segment.start - series.cadence);
    for (std::size_t i = 0; i < segment.count; ++i) {
      if (!std::isnan(channel.values[segment.first + i])) continue;
      const Time time = segment.start + series.cadence * static_cast<long>(i);
      add(time, time);
    }
    expected = segment.end(series.cadence);
  }
  std::ranges::stable_sort(gaps, std::greater<>{}, [](const Gap& gap) { return gap.last - gap.first; });
  return gaps;
}

void count_status(const Series& series, Summary& summary) {
  for (std::size_t known = 0; known < summary.samples_by_status.size(); ++known)
    summary.samples_by_status[known] =
        static_cast<std::size_t>(std::ranges::count(series.status, static_cast<Status>(known)));
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
