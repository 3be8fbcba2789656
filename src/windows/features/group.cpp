#include "windows/features/group.h"

#include <algorithm>

namespace symh {

void FeatureNeeds::add(const FeatureNeeds& other) {
  channels.insert(other.channels.begin(), other.channels.end());
  wishes.insert(other.wishes.begin(), other.wishes.end());
  last = last || other.last;
  ring_current = ring_current || other.ring_current;
  reach = std::max(reach, other.reach);
}

bool FeatureGroup::is_wanted(const WindowsConfig& config) const {
  return std::ranges::find(config.head, name()) != config.head.end();
}

const std::vector<const FeatureGroup*>& feature_groups() {
  static const std::vector<const FeatureGroup*> groups{&last_group(), &physics_group(), &bank_group(),
                                                       &drive_group(), &channels_group()};
  return groups;
}

std::vector<const FeatureGroup*> wanted_groups(const WindowsConfig& config) {
  auto groups = feature_groups();
  std::erase_if(groups, [&](const FeatureGroup* group) { return !group->is_wanted(config); });
  return groups;
}

}  // namespace symh
