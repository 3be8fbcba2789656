#include "job/same_config.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <set>

#include "config/values.h"
#include "core/error.h"
#include "experiments/keys/tune_ranges.h"

namespace symh {
namespace {

std::optional<ChangedKey> first_changed(const std::vector<TuneRange>& then,
                                        const std::vector<TuneRange>& now) {
  const auto texts = [](const std::vector<TuneRange>& ranges) {
    std::map<std::string, std::string> all;
    for (const auto& range : ranges) all[range.key] = text_of(range);
    return all;
  };
  auto were = texts(then), are = texts(now);
  std::set<std::string> keys;
  for (const auto& [key, text] : were) keys.insert(key);
  for (const auto& [key, text] : are) keys.insert(key);
  for (const auto& key : keys)
    if (were[key] != are[key]) {
      const auto shown = [](const std::string& text) { return text.empty() ? "absent" : text; };
      return ChangedKey{"[tune.range] " + key, shown(were[key]), shown(are[key])};
    }
  return std::nullopt;
}

std::string names_of(const std::vector<MemberConfig>& members) {
  std::vector<std::string> names;
  names.reserve(members.size());
  for (const auto& member : members) names.push_back(toml_text(member.name));
  return fmt::format("[{}]", fmt::join(names, ", "));
}

/// Members are compared as whole configurations: to name a key's own value in one changes nothing.
std::optional<ChangedKey> first_changed_member(const Config& then, const Config& now) {
  const auto were = names_of(then.member), are = names_of(now.member);
  if (were != are) return ChangedKey{"[[member]] name", were, are};
  if (now.member.empty()) return std::nullopt;
  const auto old_configs = member_configs(then), new_configs = member_configs(now);
  for (std::size_t i = 0; i < new_configs.size(); ++i)
    if (auto changed = first_changed(old_configs[i], new_configs[i])) {
      changed->key = fmt::format("[[member]] {}: {}", now.member[i].name, changed->key);
      return changed;
    }
  return std::nullopt;
}

}  // namespace

std::optional<ChangedKey> first_changed(const Config& then, const Config& now) {
  Config old_copy = then, new_copy = now;  // options are bound to what may be written
  if (auto changed = first_changed(options_of(old_copy), options_of(new_copy))) return changed;
  if (auto changed = first_changed(then.tune.ranges, now.tune.ranges)) return changed;
  return first_changed_member(then, now);
}

void require_same(const Config& then, const Config& now, const std::string& where,
                  const std::string& remedy) {
  if (const auto changed = first_changed(then, now))
    throw UsageError(fmt::format("{}: was made with another configuration: {} was {}, now it is {}; {}",
                                 where, changed->key, changed->then, changed->now, remedy));
}

}  // namespace symh
