#pragma once
#include "core/time.h"

namespace symh {

/// An observed index that is older than this tells nothing of the present: the ring current has forgotten it.
inline constexpr Minutes longest_gap{4 * 1440};
/// The age that stands for an index that does not come at all.
inline constexpr Minutes no_index_age = longest_gap + Minutes{1};

}  // namespace symh
