#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "series/channels.h"

namespace symh {

/// value in the channel's unit = scale * value in the file's unit + offset.
struct UnitConversion {
  double scale = 1, offset = 0;
  bool changes() const { return scale != 1 || offset != 0; }
};

/// The conversion from `unit`, as a file states it, into the unit of `channel`; nullopt if the two measure
/// different quantities or nobody knows the unit. Knows the spellings of ISTP and HAPI files (`#/cc`,
/// `Deg_K`, `km/sec`) and everything that UDUNITS-2 knows (`T`, `m s-1`, `degC`). Safe on several threads.
std::optional<UnitConversion> conversion_into(const ChannelInfo& channel, std::string_view unit);

/// Whether the unit that a file states is the channel's unit.
enum class UnitMatch : std::uint8_t { same, unknown, other };

/// Compares `unit` with the unit of `channel`: `other` if it is the unit of another channel, or converts into
/// the channel's unit. Such numbers must not be taken as they are.
UnitMatch match_unit(std::string_view channel, std::string_view unit);

}  // namespace symh
