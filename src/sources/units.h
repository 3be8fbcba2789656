#pragma once
#include <string>
#include <string_view>

namespace symh {

/// How the unit a source states agrees with that of the channel.
enum class UnitMatch : std::uint8_t { same, unknown, other };

/// `unit` as HAPI servers spell them (`n/cc`, `#/cm^3`, `Deg_K` ...); `other` where it is a known unit of
/// another size or kind.
UnitMatch match_unit(std::string_view channel, std::string_view unit);

}  // namespace symh
