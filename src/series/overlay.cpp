#include "series/overlay.h"

#include <algorithm>
#include <tuple>

#include "core/memory.h"

namespace symh {
namespace {

/// The union of all sources' segments, joined across holes up to longest_hole.
std::vector<Segment> covering_segments(const std::vector<Series>& sources) {
  const Minutes cadence = sources.front().cadence;
  std::vector<Segment> spans;
  for (const auto& source : sources)
    spans.insert(spans.end(), source.segments.begin(), source.segments.end());
  std::ranges::sort(spans, {}, &Segment::start);
  std::vector<Segment> joined;
  for (const auto& span : spans) {
    if (!joined.empty() && span.start <= joined.back().end(cadence) + longest_hole) {
      auto& last = joined.back();
      const Time end = std::max(last.end(cadence), span.end(cadence));
      last.count = static_cast<std::size_t>((end - last.start) / cadence);
    } else {
      const std::size_t first = joined.empty() ? 0 : joined.back().first + joined.back().count;
      joined.push_back({span.start, first, span.count});
    }
  }
  return joined;
}

/// True where the rows stand already as they will: in time order, nothing twice, no hole to be filled.
bool in_place(const Series& source, const std::vector<Segment>& joined) {
  const auto& last = joined.back();
  const auto overtaken = [&](const Segment& a, const Segment& b) { return b.start < a.end(source.cadence); };
  return last.first + last.count == source.size() &&
         std::ranges::adjacent_find(source.segments, overtaken) == source.segments.end();
}

std::size_t row_at(const std::vector<Segment>& segments, Time time, Minutes cadence) {
  const auto after = std::ranges::upper_bound(segments, time, {}, &Segment::start);
  const auto& segment = *std::prev(after);
  return segment.first + static_cast<std::size_t>((time - segment.start) / cadence);
}

/// Where each segment of each source goes: [source][segment] -> row.
using Places = std::vector<std::vector<std::size_t>>;

Places places_of(const std::vector<Series>& sources, const Series& target) {
  Places places;
  for (const auto& source : sources) {
    auto& rows = places.emplace_back();
    for (const auto& segment : source.segments)
      rows.push_back(row_at(target.segments, segment.start, target.cadence));
  }
  return places;
}

/// One channel of the target while it is being laid.
struct Layer {
  explicit Layer(std::size_t rows) : values(rows, missing), status(rows, Status::unknown) {}
  std::vector<float> values;
  std::vector<Status> status;  ///< of each value kept
};

void lay(Layer& layer, const Series& source, const std::vector<float>& values,
         const std::vector<std::size_t>& rows, std::vector<Conflict>* conflicts) {
  for (std::size_t s = 0; s < source.segments.size(); ++s) {
    const auto& segment = source.segments[s];
    for (std::size_t i = 0; i < segment.count; ++i) {
      const float value = values[segment.first + i];
      if (std::isnan(value)) continue;
      const Status status = source.status[segment.first + i];
      const std::size_t row = rows[s] + i;
      const bool taken = !std::isnan(layer.values[row]);
      if (taken && status < layer.status[row]) continue;
      if (conflicts != nullptr && taken && status == layer.status[row] && value != layer.values[row])
        conflicts->push_back({s, i});
      layer.values[row] = value;
      layer.status[row] = status;
    }
  }
}

/// The least known status of the values kept.
void join_status(std::vector<Status>& rows, const Layer& layer) {
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const Status status = layer.status[row];
    if (status == Status::unknown) continue;
    rows[row] = rows[row] == Status::unknown ? status : std::min(rows[row], status);
  }
}

std::vector<std::string> channel_names(const std::vector<Series>& sources) {
  std::vector<std::string> names;
  for (const auto& source : sources)
    for (const auto& channel : source.channels)
      if (std::ranges::find(names, channel.name) == names.end()) names.push_back(channel.name);
  return names;
}

bool holds_nothing(const Series& series, std::size_t row) {
  return std::ranges::all_of(series.channels,
                             [&](const Channel& channel) { return std::isnan(channel.values[row]); });
}

/// Rows without a value take the best status that any source gave for them.
void settle_empty_rows(Series& target, const std::vector<Series>& sources, const Places& places) {
  for (std::size_t k = 0; k < sources.size(); ++k)
    for (std::size_t s = 0; s < sources[k].segments.size(); ++s)
      for (std::size_t i = 0; i < sources[k].segments[s].count; ++i) {
        const Status given = sources[k].status[sources[k].segments[s].first + i];
        const std::size_t row = places[k][s] + i;
        if (given > target.status[row] && holds_nothing(target, row)) target.status[row] = given;
      }
}

}  // namespace

Series lay_over(std::vector<Series> sources, std::vector<Conflict>* conflicts) {
  Series target;
  target.cadence = sources.front().cadence;
  target.stamp = sources.front().stamp;
  target.segments = covering_segments(sources);
  if (sources.size() == 1 && in_place(sources.front(), target.segments)) {
    sources.front().segments = std::move(target.segments);
    return std::move(sources.front());
  }
  const auto& last = target.segments.back();
  target.status.assign(last.first + last.count, Status::unknown);
  const auto places = places_of(sources, target);
  for (const auto& name : channel_names(sources)) {
    Layer layer(target.size());
    for (std::size_t k = 0; k < sources.size(); ++k) {
      auto* channel = sources[k].find(name);
      if (channel == nullptr) continue;
      lay(layer, sources[k], channel->values, places[k], k == 0 ? conflicts : nullptr);
      channel->values = std::vector<float>();  // {} would keep the memory
    }
    return_freed_memory();
    join_status(target.status, layer);
    target.channels.push_back({name, std::move(layer.values)});
  }
  settle_empty_rows(target, sources, places);
  if (conflicts != nullptr) {
    const auto key = [](const Conflict& c) { return std::tuple(c.segment, c.offset); };
    std::ranges::sort(*conflicts, {}, key);
    const auto same = [&](const Conflict& a, const Conflict& b) { return key(a) == key(b); };
    // Not std::ranges::unique: clang 14, and so clang-tidy, cannot compile libstdc++'s subrange.
    conflicts->erase(std::unique(conflicts->begin(), conflicts->end(), same), conflicts->end());
  }
  return target;
}

}  // namespace symh
