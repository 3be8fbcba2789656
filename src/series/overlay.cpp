#include "series/overlay.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "core/memory.h"
#include "core/memory_budget.h"
#include "series/channels.h"

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

/// True if the rows need not move: they are in time order, without duplicates and without holes to fill.
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

/// The row of the target for each segment of each source: [source][segment] -> row.
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

/// One segment of a source, and the first row that it gets in the target.
struct Part {
  std::size_t source = 0, segment = 0, row = 0, count = 0;
  std::size_t end() const { return row + count; }
};

/// The segments of the source number `k`.
void add_parts(const std::vector<Series>& sources, const Places& places, std::size_t k,
               std::vector<Part>& parts) {
  for (std::size_t s = 0; s < places[k].size(); ++s)
    parts.push_back({k, s, places[k][s], sources[k].segments[s].count});
}

/// The segments of all sources, sorted by their row in the target.
std::vector<Part> all_parts(const std::vector<Series>& sources, const Places& places) {
  std::vector<Part> parts;
  for (std::size_t k = 0; k < sources.size(); ++k) add_parts(sources, places, k, parts);
  std::ranges::sort(parts, {}, &Part::row);
  return parts;
}

/// True if no two parts share a row. Their values can then be copied without comparing.
bool apart(const std::vector<Part>& parts) {
  const auto overlap = [](const Part& a, const Part& b) { return b.row < a.end(); };
  return std::ranges::adjacent_find(parts, overlap) == parts.end();
}

/// What lay_over() needs beyond the sources, which are there already: it frees each of their channels once
/// that is laid.
std::uint64_t needed_bytes(const std::vector<Series>& sources, std::size_t rows, std::size_t channels,
                           bool overlapping) {
  std::uint64_t held = 0;
  for (const auto& source : sources)
    held += bytes_of(source.size(), sizeof(Status) + sizeof(float) * source.channels.size());
  constexpr std::uint64_t of_layer = sizeof(float) + sizeof(Status) + sizeof(std::uint32_t);
  const auto peak =
      bytes_of(rows, sizeof(Status) + sizeof(float) * channels + (overlapping ? of_layer : sizeof(float)));
  return peak - std::min(peak, held);
}

/// The values of all parts in order, with `hole` between them; `values_of` gives the values of a source by
/// its number.
template <typename Value, typename ValuesOf>
std::vector<Value> end_to_end(const std::vector<Series>& sources, const std::vector<Part>& parts,
                              std::size_t rows, Value hole, const ValuesOf& values_of) {
  std::vector<Value> all;
  all.reserve(rows);
  prefer_large_pages(all.data(), rows * sizeof(Value));
  for (const auto& part : parts) {
    all.resize(part.row, hole);
    const Value* const from = values_of(part.source) + sources[part.source].segments[part.segment].first;
    all.insert(all.end(), from, from + part.count);
  }
  all.resize(rows, hole);
  return all;
}

/// One channel of the target while the sources are laid over each other.
struct Layer {
  explicit Layer(std::size_t rows) : values(rows, missing), status(rows, Status::unknown), from(rows, 0) {}
  std::vector<float> values;
  std::vector<Status> status;       ///< status of each kept value
  std::vector<std::uint32_t> from;  ///< the source of each kept value
};

/// The contradictions of one channel: one entry for each pair of sources.
class Contradictions {
 public:
  explicit Contradictions(std::string channel) : channel_(std::move(channel)) {}

  void add(std::size_t beaten, std::size_t kept, float old_value, float new_value, Time at) {
    const float difference = std::abs(new_value - old_value);
    if (difference <= rounding_of(channel_, old_value)) return;
    auto& entry =
        pairs_.try_emplace({beaten, kept}, Contradiction{beaten, kept, channel_, 0, 0, at}).first->second;
    ++entry.count;
    if (difference <= entry.largest) return;
    entry.largest = difference;
    entry.at = at;
  }

  void move_to(std::vector<Contradiction>& all) {
    for (auto& [pair, entry] : pairs_) all.push_back(std::move(entry));
  }

 private:
  std::string channel_;
  std::map<std::pair<std::size_t, std::size_t>, Contradiction> pairs_;
};

/// Lays source number `k`.
void lay(Layer& layer, const Series& source, std::size_t k, const std::vector<float>& values,
         const std::vector<std::size_t>& rows, std::vector<Conflict>* conflicts,
         Contradictions& contradictions) {
  for (std::size_t s = 0; s < source.segments.size(); ++s) {
    const auto& segment = source.segments[s];
    for (std::size_t i = 0; i < segment.count; ++i) {
      const float value = values[segment.first + i];
      if (std::isnan(value)) continue;
      const Status status = source.status[segment.first + i];
      const std::size_t row = rows[s] + i;
      const bool taken = !std::isnan(layer.values[row]);
      if (taken && status < layer.status[row]) continue;
      if (taken && status == layer.status[row] && value != layer.values[row]) {
        if (layer.from[row] != k)
          contradictions.add(layer.from[row], k, layer.values[row], value,
                             segment.start + source.cadence * static_cast<long>(i));
        else if (conflicts != nullptr && k == 0)
          conflicts->push_back({s, i});
      }
      layer.values[row] = value;
      layer.status[row] = status;
      layer.from[row] = static_cast<std::uint32_t>(k);
    }
  }
}

/// The lower of two statuses; unknown gives way to the other.
Status lower_known(Status a, Status b) {
  if (a == Status::unknown) return b;
  return b == Status::unknown ? a : std::min(a, b);
}

/// Lowers the status of each row to the lowest known status of its kept values.
void join_status(std::vector<Status>& rows, const Layer& layer) {
  for (std::size_t row = 0; row < rows.size(); ++row) rows[row] = lower_known(rows[row], layer.status[row]);
}

/// The same for a channel whose parts share no row.
void join_status(std::vector<Status>& rows, const std::vector<float>& values,
                 const std::vector<Series>& sources, const std::vector<Part>& parts) {
  for (const auto& part : parts) {
    const auto& source = sources[part.source];
    const Status* const status = source.status.data() + source.segments[part.segment].first;
    for (std::size_t i = 0; i < part.count; ++i)
      if (!std::isnan(values[part.row + i])) rows[part.row + i] = lower_known(rows[part.row + i], status[i]);
  }
}

/// The sources that have a channel, and where it is among theirs.
struct Holder {
  std::size_t source = 0, channel = 0;
};
struct HeldChannel {
  std::string name;
  std::vector<Holder> holders;  ///< in the order of the sources
};

/// The channels of all sources in the order in which the sources have them, each name once.
std::vector<HeldChannel> channels_of(const std::vector<Series>& sources) {
  std::vector<HeldChannel> all;
  std::unordered_map<std::string_view, std::size_t> place_of;
  for (std::size_t k = 0; k < sources.size(); ++k)
    for (std::size_t c = 0; c < sources[k].channels.size(); ++c) {
      const std::string_view name = sources[k].channels[c].name;
      const auto [place, is_new] = place_of.try_emplace(name, all.size());
      if (is_new) all.push_back({std::string(name), {}});
      auto& holders = all[place->second].holders;
      if (holders.empty() || holders.back().source != k) holders.push_back({k, c});
    }
  return all;
}

bool holds_nothing(const Series& series, std::size_t row) {
  return std::ranges::all_of(series.channels,
                             [&](const Channel& channel) { return std::isnan(channel.values[row]); });
}

/// Gives each row without a value the best status that any source has for it.
void settle_empty_rows(Series& target, const std::vector<Series>& sources, const Places& places) {
  for (std::size_t k = 0; k < sources.size(); ++k)
    for (std::size_t s = 0; s < sources[k].segments.size(); ++s)
      for (std::size_t i = 0; i < sources[k].segments[s].count; ++i) {
        const Status given = sources[k].status[sources[k].segments[s].first + i];
        const std::size_t row = places[k][s] + i;
        if (given > target.status[row] && holds_nothing(target, row)) target.status[row] = given;
      }
}

/// Frees the values of a channel in every source.
void drop(std::vector<Series>& sources, const HeldChannel& channel) {
  std::size_t freed = 0;
  for (const auto& holder : channel.holders) {
    auto& values = sources[holder.source].channels[holder.channel].values;
    freed += values.size() * sizeof(float);
    values = std::vector<float>();  // assigning {} would keep the memory
  }
  constexpr std::size_t worth_returning = std::size_t{1} << 20;  // the call costs as much for a few bytes
  if (freed >= worth_returning) return_freed_memory();
}

/// The segments of the sources that have the channel, sorted by their row in the target.
std::vector<Part> parts_of(const std::vector<Series>& sources, const Places& places,
                           const HeldChannel& channel) {
  std::vector<Part> parts;
  for (const auto& holder : channel.holders) add_parts(sources, places, holder.source, parts);
  std::ranges::sort(parts, {}, &Part::row);
  return parts;
}

std::vector<float> joined_channel(const std::vector<Series>& sources, const std::vector<Part>& parts,
                                  const HeldChannel& channel, std::size_t rows) {
  return end_to_end(sources, parts, rows, missing, [&](std::size_t source) {
    const auto holder = std::ranges::lower_bound(channel.holders, source, {}, &Holder::source);
    return sources[source].channels[holder->channel].values.data();
  });
}

/// Joins sources that share no row, such as consecutive files. It works on one channel at a time, so that at
/// most one channel is in memory twice.
void join_all(Series& target, std::vector<Series>& sources, const Places& places,
              const std::vector<Part>& parts, const std::vector<HeldChannel>& channels) {
  const std::size_t rows = target.size();
  target.status = end_to_end(sources, parts, rows, Status::unknown,
                             [&](std::size_t source) { return sources[source].status.data(); });
  for (const auto& channel : channels) {
    const auto holding = parts_of(sources, places, channel);
    target.channels.push_back({channel.name, joined_channel(sources, holding, channel, rows)});
    drop(sources, channel);
  }
}

/// Joins one channel of sources that overlap.
std::vector<float> laid_channel(Series& target, std::vector<Series>& sources, const Places& places,
                                const HeldChannel& channel, std::vector<Conflict>* conflicts,
                                std::vector<Contradiction>* contradictions) {
  const auto holding = parts_of(sources, places, channel);
  if (apart(holding)) {
    auto values = joined_channel(sources, holding, channel, target.size());
    join_status(target.status, values, sources, holding);
    return values;
  }
  Layer layer(target.size());
  Contradictions found(channel.name);
  for (const auto& [k, c] : channel.holders)
    lay(layer, sources[k], k, sources[k].channels[c].values, places[k], conflicts, found);
  if (contradictions != nullptr) found.move_to(*contradictions);
  join_status(target.status, layer);
  return std::move(layer.values);
}

}  // namespace

float rounding_of(std::string_view channel, float value) {
  const auto* info = find_channel(channel);
  if (info != nullptr && info->kind == ChannelKind::index) return 0.5F;
  return std::max(0.0501F, 0.006F * std::abs(value));
}

Series lay_over(std::vector<Series> sources, std::vector<Conflict>* conflicts,
                std::vector<Contradiction>* contradictions) {
  Series target;
  target.cadence = sources.front().cadence;
  target.stamp = sources.front().stamp;
  target.segments = covering_segments(sources);
  if (sources.size() == 1 && in_place(sources.front(), target.segments)) {
    sources.front().segments = std::move(target.segments);
    return std::move(sources.front());
  }
  const auto& last = target.segments.back();
  const auto rows = last.first + last.count;
  const auto places = places_of(sources, target);
  const auto parts = all_parts(sources, places);
  const auto channels = channels_of(sources);
  const bool overlapping = !apart(parts);
  const MemoryClaim claim(needed_bytes(sources, rows, channels.size(), overlapping));
  target.status.assign(rows, Status::unknown);
  if (!overlapping) {
    join_all(target, sources, places, parts, channels);
    return target;
  }
  for (const auto& channel : channels) {
    auto values = laid_channel(target, sources, places, channel, conflicts, contradictions);
    drop(sources, channel);
    target.channels.push_back({channel.name, std::move(values)});
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
