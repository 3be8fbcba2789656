#include "experiments/shard.h"

#include <fmt/format.h>

#include <charconv>

#include "core/error.h"

namespace symh {

Shard parse_shard(const std::string& text, bool overwrite) {
  if (overwrite)
    throw UsageError(
        "--shard keeps what other shards have done: leave out --overwrite, or remove the folder");
  constexpr std::size_t most = 10000;
  Shard shard{0, 0};
  const auto* end = text.data() + text.size();
  const auto number = std::from_chars(text.data(), end, shard.number);
  if (number.ec == std::errc{} && number.ptr != end && *number.ptr == '/') {
    const auto count = std::from_chars(number.ptr + 1, end, shard.count);
    if (count.ec == std::errc{} && count.ptr == end && shard.number >= 1 && shard.number <= shard.count &&
        shard.count <= most)
      return shard;
  }
  throw UsageError(
      fmt::format("--shard {}: expected I/N, such as 2/8, with I from 1 to N and N up to {}", text, most));
}

}  // namespace symh
