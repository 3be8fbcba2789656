#pragma once
#include <string>

#include "core/time.h"

namespace symh {

/// symh does not use an index that is older than this: by then the ring current has forgotten it.
inline constexpr Minutes longest_gap{4 * 1440};
/// If no index comes at all, symh calls its age this.
inline constexpr Minutes no_index_age = longest_gap + Minutes{1};

/// The age that a word such as `0`, `30m`, `3h`, `1d` or `none` names. Throws UsageError with `origin` for
/// any other word, and for an age above longest_gap.
Minutes parse_index_age(const std::string& word, const std::string& origin);

}  // namespace symh
