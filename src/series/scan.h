#pragma once
#include <cstddef>
#include <cstring>
#include <span>

namespace symh {

/// The first index at or after `from` where `hit` is true, or the size. `hit` compares its argument, one
/// float or a vector of floats, as in [](auto value) { return value <= -50.F; }. Long stretches without a hit
/// are checked 256 values at a time.
template <typename Hit>
std::size_t next_where(std::span<const float> values, std::size_t from, const Hit& hit) {
  constexpr std::size_t lanes = 4, block = 64 * lanes;  // the vector width of the baseline CPU
  using Floats [[gnu::vector_size(lanes * sizeof(float))]] = float;
  using Flags [[gnu::vector_size(lanes * sizeof(int))]] = int;
  if (from < values.size() && hit(values[from])) return from;  // hits often follow one another
  for (; from + block <= values.size(); from += block) {
    Flags found{};
    for (std::size_t at = 0; at < block; at += lanes) {
      Floats value;
      std::memcpy(&value, values.data() + from + at, sizeof value);
      found |= hit(value);
    }
    int any = 0;
    for (std::size_t lane = 0; lane < lanes; ++lane) any |= found[lane];
    if (any != 0) break;
  }
  while (from < values.size() && !hit(values[from])) ++from;
  return from;
}

}  // namespace symh
