#include "series/summary.h"

#include <algorithm>

namespace symh {
namespace {

ChannelSummary summarise_channel(const Series& series, const Channel& channel) {
  ChannelSummary summary;
  summary.name = channel.name;
  double sum = 0;
  std::size_t lowest = 0, highest = 0;
  for (std::size_t row = 0; row < channel.values.size(); ++row) {
    const float value = channel.values[row];
    if (std::isnan(value)) continue;
    if (summary.present == 0 || value < channel.values[lowest]) lowest = row;
    if (summary.present == 0 || value > channel.values[highest]) highest = row;
    ++summary.present;
    sum += value;
  }
  if (summary.present == 0) return summary;
  summary.minimum = {channel.values[lowest], series.time_of(lowest)};
  summary.maximum = {channel.values[highest], series.time_of(highest)};
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
      const Time time = segment.start + series.cadence * static_cast<long>(i);
      if (std::isnan(channel.values[segment.first + i])) add(time, time);
    }
    expected = segment.end(series.cadence);
  }
  std::ranges::stable_sort(gaps, std::greater<>{}, [](const Gap& gap) { return gap.last - gap.first; });
  return gaps;
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
  for (const auto& channel : series.channels) summary.channels.push_back(summarise_channel(series, channel));
  if (const auto* channel = series.find(gap_channel)) summary.gaps = find_gaps(series, *channel);
  for (const auto status : series.status) ++summary.samples_by_status[static_cast<std::size_t>(status)];
  summary.storms = find_storms(series);
  return summary;
}

}  // namespace symh
