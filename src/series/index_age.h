#pragma once
#include "core/time.h"

namespace symh {

/// symh does not use an index that is older than this: by then the ring current has forgotten it.
inline constexpr Minutes longest_gap{4 * 1440};
/// If no index comes at all, symh calls its age this.
inline constexpr Minutes no_index_age = longest_gap + Minutes{1};

}  // namespace symh
