#pragma once
#include <string_view>

namespace symh {

/// SYM-H outside these cannot be: corrupt, not missing (formats.md, section 1).
inline constexpr float lowest_sym_h_nt = -2000.F, highest_sym_h_nt = 500.F;

inline bool impossible(std::string_view channel, float value) {
  return channel == "sym_h" && (value < lowest_sym_h_nt || value > highest_sym_h_nt);
}

}  // namespace symh
