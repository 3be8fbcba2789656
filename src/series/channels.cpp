#include "series/channels.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace symh {

namespace {

/// Numbers that files write for a missing value and that are no value of any channel whose bounds exclude
/// them: nines, eights and ones in every width, the limits of integer types, and the defaults of netCDF and
/// ISTP.
bool is_usual_fill(float value) {
  constexpr std::array nines{99.F, 999.F, 9999.F, 99999.F, 999999.F, 9999999.F, 99999999.F};
  constexpr std::array behind{0.F, 0.9F, 0.99F, 0.999F};
  constexpr std::array others{88888.F, 1e5F,        1e20F,   1e30F,   1e31F,       1e32F,
                              1e34F,   9.96921e36F, 32767.F, 32768.F, 2147483648.F};
  constexpr float huge = 1e19F;  // no quantity of this field has such a value
  const float size = std::abs(value);
  if (size >= huge || std::ranges::find(others, size) != others.end()) return true;
  return std::ranges::any_of(nines, [&](float whole) {
    return std::ranges::any_of(behind, [&](float part) {
      return size == static_cast<float>(static_cast<double>(whole) + static_cast<double>(part));
    });
  });
}

}  // namespace

bool is_usual_fill(double value, double least) {
  return std::abs(value) >= least && is_usual_fill(static_cast<float>(value));
}

ValueKind classify_unusual(const ChannelInfo& channel, float value) {
  if (std::ranges::find(channel.inner_fills, value) != channel.inner_fills.end()) return ValueKind::fill;
  if (!out_of_bounds(&channel, value)) return ValueKind::observed;
  const bool zero_is_fill = channel.low > 0;
  return is_usual_fill(value) || (value == 0 && zero_is_fill) ? ValueKind::fill : ValueKind::impossible;
}

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
