#include "windows/features/group.h"

#include <algorithm>

// A row a group, in the order that their features have at the head: the function that gives its object, which
// is in the file of the group.
#define SYMH_FEATURE_GROUPS(GROUP)                                               \
  GROUP(last_group)     /* `last`: the target's last value */                    \
  GROUP(physics_group)  /* `physics`: forecasts of the ring-current baselines */ \
  GROUP(bank_group)     /* `bank`: those of every combination in [physics] */    \
  GROUP(drive_group)    /* `drive`: the solar wind that is to arrive */          \
  GROUP(channels_group) /* all other entries of windows.head: channels at issue time */

namespace symh {

#define SYMH_DECLARE(group) const FeatureGroup& group();
SYMH_FEATURE_GROUPS(SYMH_DECLARE)
#undef SYMH_DECLARE

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
#define SYMH_LIST(group) &group(),
  static const std::vector<const FeatureGroup*> groups{SYMH_FEATURE_GROUPS(SYMH_LIST)};
#undef SYMH_LIST
  return groups;
}

std::vector<const FeatureGroup*> wanted_groups(const WindowsConfig& config) {
  auto groups = feature_groups();
  std::erase_if(groups, [&](const FeatureGroup* group) { return !group->is_wanted(config); });
  return groups;
}

}  // namespace symh
