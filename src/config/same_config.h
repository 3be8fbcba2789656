#pragma once
#include <optional>
#include <string>
#include <vector>

#include "config/config.h"
#include "config/options.h"

namespace symh {

/// A key whose value differs between two configurations, with both values as TOML.
struct ChangedKey {
  std::string key, then, now;
};

/// The first key of two bindings of one options table whose values differ.
std::optional<ChangedKey> first_changed(const std::vector<Option>& then, const std::vector<Option>& now);

/// The first key whose values differ, those in [tune.range] and [[member]] included.
std::optional<ChangedKey> first_changed(const Config& then, const Config& now);

/// Throws UsageError where a value of `now` is not that of `then`, the configuration that unfinished work
/// was begun with. Values are compared, not texts: a key that is younger than the work had its default.
/// `where` names the work, `remedy` says what to do; the message names the key and both values.
void require_same(const Config& then, const Config& now, const std::string& where, const std::string& remedy);

}  // namespace symh
