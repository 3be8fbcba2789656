#pragma once
#include <cstddef>
#include <string>

namespace symh {

/// One of `count` equal parts of the models that an experiment trains. Each part is the work of another
/// process, on this machine or another one, in the same run folder.
struct Shard {
  std::size_t number = 1;  ///< from 1 to count
  std::size_t count = 1;

  /// `model` counts all models of the experiment from 0 on.
  bool holds(std::size_t model) const { return model % count == number - 1; }
  std::string text() const { return std::to_string(number) + "/" + std::to_string(count); }
};

/// The shard that `2/8` names. Throws UsageError for other text, and with `overwrite`, which would remove the
/// work of other shards.
Shard parse_shard(const std::string& text, bool overwrite = false);

}  // namespace symh
