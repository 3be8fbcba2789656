#pragma once
#include <string>
#include <string_view>

namespace symh {

/// Whether the unit that a source states is the channel's unit.
enum class UnitMatch : std::uint8_t { same, unknown, other };

/// Compares `unit` in the spellings of HAPI servers (`n/cc`, `#/cm^3`, `Deg_K` ...) with the channel's unit.
/// Gives `other` for a known unit of another size or quantity.
UnitMatch match_unit(std::string_view channel, std::string_view unit);

}  // namespace symh
