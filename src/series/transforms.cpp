#include "series/transforms.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "series/hourly_dst.h"

namespace symh {
namespace {

void check_mergeable(const std::vector<Piece>& pieces) {
  const auto& first = pieces.front();
  const Minutes cadence = first.series.cadence;
  for (const auto& piece : pieces) {
    if (piece.series.cadence != cadence)
      throw DataError(fmt::format(
          "{} is of cadence {}, {} of {}: they cannot be one series; give files of one cadence at a time",
          first.name, format_duration(cadence), piece.name, format_duration(piece.series.cadence)));
    for (const auto& segment : piece.series.segments)
      if ((segment.start - first.series.first_time()) % cadence != Minutes{0})
        throw DataError(fmt::format(
            "{} and {} are of cadence {}, but their stamps lie on different grids ({} and {}); give them "
            "apart",
            first.name, piece.name, format_duration(cadence), format_time(first.series.first_time()),
            format_time(segment.start)));
  }
}

/// The position on which all pieces with a known position agree. Files without solar wind have none.
WindPosition common_wind_position(const std::vector<Piece>& pieces) {
  auto common = WindPosition::unknown;
  for (const auto& piece : pieces) {
    const auto position = piece.series.solar_wind_at;
    if (position == WindPosition::unknown) continue;
    if (common != WindPosition::unknown && common != position)
      throw DataError(
          "files of solar wind at L1 and files of solar wind at the bow shock cannot be one series; give "
          "them apart");
    common = position;
  }
  return common;
}

/// The first time at or after `time` that is a whole number of cadences after 1970-01-01 (and after midnight,
/// if the cadence divides a day).
Time ceil_to(Time time, Minutes cadence) {
  const auto since = time.time_since_epoch();
  const auto rest = ((since % cadence) + cadence) % cadence;
  return rest == Minutes{0} ? time : time + (cadence - rest);
}

/// The stamp of the first sample in the mean stamped `stamp`.
Time first_of_mean(Time stamp, Minutes cadence, const Series& series) {
  return series.stamp == Stamp::beginning ? stamp - cadence : stamp - cadence + series.cadence;
}

float mean_or_missing(const float* values, std::size_t begin, std::size_t end, std::size_t whole) {
  double sum = 0;
  std::size_t present = 0;
  for (std::size_t i = begin; i < end; ++i) {
    if (std::isnan(values[i])) continue;
    sum += values[i];
    ++present;
  }
  return 2 * present < whole || present == 0 ? missing
                                             : static_cast<float>(sum / static_cast<double>(present));
}

float newest_or_missing(const float* values, std::size_t begin, std::size_t end) {
  while (end > begin && std::isnan(values[end - 1])) --end;
  return end > begin ? values[end - 1] : missing;
}

/// Fills each gap with the value before it, within its segment; returns the number of filled values.
std::size_t fill(const Series& grid, std::vector<float>& values, Minutes limit) {
  const auto most = static_cast<std::size_t>(limit / grid.cadence);
  std::size_t filled = 0;
  for (const auto& segment : grid.segments) {
    std::size_t run = most + 1;  // no value seen yet in this segment, so there is none to hold
    float last = missing;
    for (std::size_t row = segment.first; row < segment.first + segment.count; ++row) {
      float& value = values[row];
      if (!std::isnan(value)) {
        last = value;
        run = 0;
      } else if (++run <= most) {
        value = last;
        ++filled;
      }
    }
  }
  return filled;
}

std::string contradiction_text(const Contradiction& found, const std::vector<Piece>& pieces) {
  return fmt::format(
      "{} and {} contradict each other: {} differs at {} time{} by up to {:.4g} (at {}); the values of "
      "{} are used. Keep one of the files",
      pieces[found.beaten].name, pieces[found.kept].name, found.channel, found.count,
      found.count == 1 ? "" : "s", found.largest, format_time(found.at), pieces[found.kept].name);
}

}  // namespace

Series merge(std::vector<Piece> pieces, std::vector<std::string>* contradictions) {
  std::erase_if(pieces, [](const Piece& piece) { return piece.series.empty(); });
  if (pieces.empty()) return {};
  if (auto hourly = take_hourly_dst(pieces); !hourly.empty()) {
    auto merged = merge(std::move(pieces), contradictions);
    put_dst(merged, merge(std::move(hourly), contradictions));
    return merged;
  }
  check_mergeable(pieces);
  const auto solar_wind_at = common_wind_position(pieces);
  std::ranges::stable_sort(pieces, {}, &Piece::precedence);
  std::vector<Series> sources;
  sources.reserve(pieces.size());
  for (auto& piece : pieces) sources.push_back(std::move(piece.series));
  std::vector<Contradiction> found;
  auto merged = lay_over(std::move(sources), nullptr, &found);
  for (const auto& contradiction : found)
    if (contradictions != nullptr) contradictions->push_back(contradiction_text(contradiction, pieces));
  merged.solar_wind_at = solar_wind_at;
  return merged;
}

Series resample(Series series, Minutes cadence) {
  if (cadence == series.cadence || series.empty()) return series;
  if (cadence < series.cadence || cadence % series.cadence != Minutes{0})
    throw UsageError(fmt::format("cadence {} is not a multiple of the data's {}; choose one that is",
                                 format_duration(cadence), format_duration(series.cadence)));
  const auto whole = static_cast<std::size_t>(cadence / series.cadence);
  Series result;
  result.cadence = cadence;
  result.stamp = Stamp::end;
  result.solar_wind_at = series.solar_wind_at;
  for (const auto& channel : series.channels) result.channels.push_back({channel.name, {}});
  for (const auto& segment : series.segments) {
    const Time lag_start = series.stamp == Stamp::beginning ? segment.start : segment.start - series.cadence;
    const Time start = ceil_to(lag_start, cadence) + cadence;
    const Time end = segment.end(series.cadence);
    const Segment out{start, result.size(), 0};
    std::size_t count = 0;
    for (Time stamp = start;; stamp += cadence, ++count) {
      const Time from = first_of_mean(stamp, cadence, series);
      if (from + cadence > end) break;
      const auto begin = segment.first + static_cast<std::size_t>((from - segment.start) / series.cadence);
      for (std::size_t c = 0; c < series.channels.size(); ++c) {
        const auto* values = series.channels[c].values.data();
        result.channels[c].values.push_back(series.channels[c].name == dst_channel
                                                ? newest_or_missing(values, begin, begin + whole)
                                                : mean_or_missing(values, begin, begin + whole, whole));
      }
      result.status.push_back(*std::min_element(series.status.begin() + static_cast<long>(begin),
                                                series.status.begin() + static_cast<long>(begin + whole)));
    }
    if (count > 0) result.segments.push_back({out.start, out.first, count});
  }
  return result;
}

std::size_t fill_causally(Series& series, std::string_view name, Minutes limit) {
  auto* channel = series.find(name);
  return channel == nullptr ? 0 : fill(series, channel->values, limit);
}

std::vector<float> filled_causally(const Series& series, std::string_view name, Minutes limit) {
  auto values = series.at(name).values;
  fill(series, values, limit);
  return values;
}

void blank(Series& series, const std::vector<std::string>& channels) {
  for (const auto& name : channels) {
    series.at(name);
    series.find(name)->values.assign(series.size(), missing);
  }
}

bool holds_value(const Series& series, std::size_t row) {
  return std::ranges::any_of(series.channels,
                             [&](const Channel& channel) { return !std::isnan(channel.values[row]); });
}

Series slice(const Series& series, Time from, Time to) {
  Series part;
  part.cadence = series.cadence;
  part.stamp = series.stamp;
  part.solar_wind_at = series.solar_wind_at;
  for (const auto& channel : series.channels) part.channels.push_back({channel.name, {}});
  for (const auto& segment : series.segments) {
    const Time begin = std::max(from, segment.start);
    const Time end = std::min(to, segment.end(series.cadence));
    if (begin >= end) continue;
    const auto skip =
        static_cast<std::size_t>((begin - segment.start + series.cadence - Minutes{1}) / series.cadence);
    const Time first = segment.start + series.cadence * static_cast<long>(skip);
    if (first >= end) continue;
    const auto count = static_cast<std::size_t>((end - first + series.cadence - Minutes{1}) / series.cadence);
    part.segments.push_back({first, part.size(), count});
    const auto row = static_cast<long>(segment.first + skip);
    for (std::size_t c = 0; c < part.channels.size(); ++c) {
      const auto& values = series.channels[c].values;
      part.channels[c].values.insert(part.channels[c].values.end(), values.begin() + row,
                                     values.begin() + row + static_cast<long>(count));
    }
    part.status.insert(part.status.end(), series.status.begin() + row,
                       series.status.begin() + row + static_cast<long>(count));
  }
  return part;
}

}  // namespace symh
