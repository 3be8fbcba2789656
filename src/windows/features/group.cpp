#include "windows/features/group.h"

#include <algorithm>

#include "graph/number.h"
#include "windows/head.h"

namespace symh {

#define GROUP(name, help) const FeatureGroup& name##_group();
#include "windows/keys/feature_groups.inc"
#undef GROUP
const FeatureGroup& channels_group();

void FeatureNeeds::add(const FeatureNeeds& other) {
  channels.insert(other.channels.begin(), other.channels.end());
  wishes.insert(other.wishes.begin(), other.wishes.end());
  last = last || other.last;
  ring_current = ring_current || other.ring_current;
  clock = clock || other.clock;
  reach = std::max(reach, other.reach);
}

graph::Value constant_features(const GraphIssue& issue, std::span<const float> values) {
  const auto zero = unsqueeze(where(is_nan(issue.last_nt), 0.0, issue.last_nt) * 0.0, 1);
  std::vector<graph::Value> parts;
  for (const float value : values) parts.push_back(zero + static_cast<double>(value));
  return concat(parts, 1);
}

const std::vector<NamedFeatureGroup>& feature_groups() {
#define GROUP(name, help) {#name, &name##_group()},
  static const std::vector<NamedFeatureGroup> groups{
#include "windows/keys/feature_groups.inc"
      {"", &channels_group()}};
#undef GROUP
  return groups;
}

std::vector<const FeatureGroup*> wanted_groups(const WindowsConfig& config) {
  std::vector<const FeatureGroup*> wanted;
  for (const auto& [name, group] : feature_groups()) {
    const bool named = std::ranges::find(config.head, name) != config.head.end();
    if (name.empty() ? !head_channels(config).empty() : named) wanted.push_back(group);
  }
  return wanted;
}

}  // namespace symh
