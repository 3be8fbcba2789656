#pragma once
#include <optional>
#include <string_view>

namespace symh {

/// The channel of a variable, and how good a name it has: 0 is the channel's own; of two other names of one
/// channel, the one with the lower rank is taken.
struct VariableChannel {
  std::string_view channel;
  std::size_t rank = 0;
};

/// The channel that a variable of a NetCDF or CDF file holds: the names of symh, whatever their case, `-` or
/// `_`, and those of NOAA's DSCOVR files and of CDAWeb's OMNI, ACE, DSCOVR and Wind files. nullopt for any
/// other name. By and Bz in GSE are never a channel in GSM; Bx is the same in both frames.
std::optional<VariableChannel> channel_of_variable(std::string_view name);

}  // namespace symh
