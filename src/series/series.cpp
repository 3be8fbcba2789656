#include "series/series.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/error.h"

namespace symh {

std::string_view status_name(Status status) {
  switch (status) {
    case Status::definitive:
      return "definitive";
    case Status::provisional:
      return "provisional";
    case Status::quick_look:
      return "quick-look";
    case Status::unknown:
      break;
  }
  return "unknown";
}

std::string_view wind_position_name(WindPosition position) {
  return position == WindPosition::unknown ? "unknown" : name_of(position);
}

const Channel* Series::find(std::string_view name) const {
  const auto it = std::ranges::find(channels, name, &Channel::name);
  return it == channels.end() ? nullptr : &*it;
}

Channel* Series::find(std::string_view name) {
  const auto it = std::ranges::find(channels, name, &Channel::name);
  return it == channels.end() ? nullptr : &*it;
}

const Channel& Series::at(std::string_view name) const {
  if (const auto* channel = find(name)) return *channel;
  std::vector<std::string> names;
  for (const auto& channel : channels) names.push_back(channel.name);
  throw DataError(
      fmt::format("no channel '{}' in the data, which has: {}; name another or add files that hold it", name,
                  fmt::join(names, ", ")));
}

Channel& Series::add(std::string_view name) {
  if (auto* channel = find(name)) return *channel;
  channels.push_back({std::string(name), std::vector<float>(size(), missing)});
  return channels.back();
}

Time Series::time_of(std::size_t row) const {
  const auto after = std::ranges::upper_bound(segments, row, {}, &Segment::first);
  const auto& segment = *std::prev(after);
  return segment.start + cadence * static_cast<long>(row - segment.first);
}

}  // namespace symh
