#include "series/channels.h"

#include <fmt/format.h>

namespace symh {

const ChannelInfo* bounded_channel(std::string_view name) {
  const auto* channel = find_channel(name);
  return channel != nullptr && channel->has_bounds() ? channel : nullptr;
}

std::string bounds_text(const ChannelInfo& channel) {
  return fmt::format("{} between {} and {} {}", channel.name, channel.low, channel.high, channel.unit);
}

bool is_solar_wind_channel(std::string_view name) {
  const auto* channel = find_channel(name);
  return channel != nullptr && channel->kind == ChannelKind::solar_wind;
}

}  // namespace symh
