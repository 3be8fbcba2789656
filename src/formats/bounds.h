#pragma once
#include <string>
#include <string_view>

namespace symh {

/// What a channel can be at most; a value outside is corrupt, in another column's place, or a fill value, and
/// refused, not missing.
struct Bounds {
  std::string_view channel;
  float low, high;
  std::string_view unit;
};

/// What a channel is bound by, or nullptr.
const Bounds* bounds_of(std::string_view channel);

/// `bounds` where the value breaks them, otherwise nullptr; a missing value, NaN, breaks none.
inline const Bounds* exceeded(const Bounds* bounds, float value) {
  return bounds != nullptr && (value < bounds->low || value > bounds->high) ? bounds : nullptr;
}

/// The bounds that a value of `channel` breaks, or nullptr.
const Bounds* exceeded_bounds(std::string_view channel, float value);

/// `sym_h between -2000 and 500 nT`.
std::string to_text(const Bounds& bounds);

}  // namespace symh
