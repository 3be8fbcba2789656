#pragma once
#include <optional>
#include <string>

#include "job/config.h"

namespace symh {

/// The first key whose values differ, those in [tune.range] and [[member]] included.
std::optional<ChangedKey> first_changed(const Config& then, const Config& now);

/// Throws UsageError where a value of `now` is not that of `then`, the configuration that unfinished work
/// was begun with. Values are compared, not texts: a key that is younger than the work had its default.
/// `where` names the work, `remedy` says what to do; the message names the key and both values.
void require_same(const Config& then, const Config& now, const std::string& where, const std::string& remedy);

}  // namespace symh
