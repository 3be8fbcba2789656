#include "series/operations.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"

namespace symh {
namespace {

struct Span {
  Time start, end;
};

/// The union of all pieces' segments, joined across holes up to longest_hole.
std::vector<Segment> covering_segments(const std::vector<Piece>& pieces, Minutes cadence) {
  std::vector<Span> spans;
  for (const auto& piece : pieces)
    for (const auto& segment : piece.series.segments) spans.push_back({segment.start, segment.end(cadence)});
  std::ranges::sort(spans, {}, &Span::start);
  std::vector<Span> joined;
  for (const auto& span : spans) {
    if (!joined.empty() && span.start <= joined.back().end + longest_hole)
      joined.back().end = std::max(joined.back().end, span.end);
    else
      joined.push_back(span);
  }
  std::vector<Segment> segments;
  std::size_t first = 0;
  for (const auto& span : joined) {
    const auto count = static_cast<std::size_t>((span.end - span.start) / cadence);
    segments.push_back({span.start, first, count});
    first += count;
  }
  return segments;
}

std::size_t row_at(const std::vector<Segment>& segments, Time time, Minutes cadence) {
  const auto after = std::ranges::upper_bound(segments, time, {}, &Segment::start);
  const auto& segment = *std::prev(after);
  return segment.first + static_cast<std::size_t>((time - segment.start) / cadence);
}

void check_mergeable(const std::vector<Piece>& pieces) {
  const auto& first = pieces.front().series;
  for (const auto& piece : pieces) {
    if (piece.series.cadence != first.cadence)
      throw DataError(
          fmt::format("files of different cadence ({} and {}) cannot be one series; give them apart",
                      format_duration(first.cadence), format_duration(piece.series.cadence)));
    for (const auto& segment : piece.series.segments)
      if ((segment.start - first.first_time()) % first.cadence != Minutes{0})
        throw DataError(fmt::format("files of cadence {} whose stamps lie on different grids ({} and {})",
                                    format_duration(first.cadence), format_time(first.first_time()),
                                    format_time(segment.start)));
  }
}

/// Writes one piece over what is there; pieces come in rising order of preference.
void overlay(Series& target, const Series& piece) {
  for (const auto& segment : piece.segments) {
    const std::size_t to = row_at(target.segments, segment.start, target.cadence);
    for (const auto& channel : piece.channels) {
      auto& values = target.add(channel.name).values;
      for (std::size_t i = 0; i < segment.count; ++i) {
        const float value = channel.values[segment.first + i];
        if (!std::isnan(value)) values[to + i] = value;
      }
    }
    for (std::size_t i = 0; i < segment.count; ++i)
      target.status[to + i] = std::max(target.status[to + i], piece.status[segment.first + i]);
  }
}

/// First grid time at or after `time` on whole cadences since 1970-01-01 (so since midnight for divisors of a
/// day).
Time ceil_to(Time time, Minutes cadence) {
  const auto since = time.time_since_epoch();
  const auto rest = ((since % cadence) + cadence) % cadence;
  return rest == Minutes{0} ? time : time + (cadence - rest);
}

/// The first time whose sample belongs to the mean stamped `stamp`.
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

}  // namespace

Series merge(std::vector<Piece> pieces) {
  std::erase_if(pieces, [](const Piece& piece) { return piece.series.empty(); });
  if (pieces.empty()) return {};
  if (pieces.size() == 1) return std::move(pieces.front().series);
  check_mergeable(pieces);
  const auto best_status = [](const Piece& piece) { return *std::ranges::max_element(piece.series.status); };
  std::ranges::stable_sort(pieces, [&](const Piece& a, const Piece& b) {
    const auto sa = best_status(a), sb = best_status(b);
    return sa != sb ? sa < sb : a.precedence < b.precedence;
  });
  Series merged;
  merged.cadence = pieces.front().series.cadence;
  merged.stamp = pieces.front().series.stamp;
  merged.segments = covering_segments(pieces, merged.cadence);
  merged.status.assign(merged.segments.back().first + merged.segments.back().count, Status::unknown);
  for (auto& piece : pieces) {
    overlay(merged, piece.series);
    piece.series = {};  // 44 years of pieces need not stay in memory beside their union
  }
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
      for (std::size_t c = 0; c < series.channels.size(); ++c)
        result.channels[c].values.push_back(
            mean_or_missing(series.channels[c].values.data(), begin, begin + whole, whole));
      result.status.push_back(*std::min_element(series.status.begin() + static_cast<long>(begin),
                                                series.status.begin() + static_cast<long>(begin + whole)));
    }
    if (count > 0) result.segments.push_back({out.start, out.first, count});
  }
  return result;
}

std::size_t fill_causally(Series& series, std::string_view name, Minutes limit) {
  auto* channel = series.find(name);
  if (channel == nullptr) return 0;
  const auto most = static_cast<std::size_t>(limit / series.cadence);
  std::size_t filled = 0;
  for (const auto& segment : series.segments) {
    std::size_t run = most + 1;  // nothing seen yet in this segment, so nothing to hold
    float last = missing;
    for (std::size_t row = segment.first; row < segment.first + segment.count; ++row) {
      float& value = channel->values[row];
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

Series slice(const Series& series, Time from, Time to) {
  Series part;
  part.cadence = series.cadence;
  part.stamp = series.stamp;
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
