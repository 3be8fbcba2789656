#include "exporting/inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

#include "core/error.h"
#include "windows/head.h"

namespace symh {
namespace {

/// Samples that a forecast can depend on, except a speed held for longer.
std::int64_t steps_needed(const WindowsConfig& config, const FeatureNeeds& needs) {
  const auto window = longest_history(config) + (config.difference ? 1 : 0);
  return std::max(window, needs.reach + 1) + config.fill_limit / config.cadence;
}

}  // namespace

InputShape input_shape(const Ensemble& ensemble) {
  InputShape shape;
  std::set<std::string> needed, wished;
  shape.shortest = std::numeric_limits<std::int64_t>::max();
  for (const auto& member : ensemble.members) {
    const auto& config = member.model.config.windows;
    const auto needs = window_needs(config);
    for (const auto& name : needs.channels) (may_be_missing(config, {name}) ? wished : needed).insert(name);
    wished.insert(needs.wishes.begin(), needs.wishes.end());
    if (needs.last || member.model.forecaster->reads_last_nt()) needed.insert(config.target);
    shape.steps = std::max(shape.steps, steps_needed(config, needs));
    shape.shortest = std::min(shape.shortest, shortest_history(config) + (config.difference ? 1 : 0));
    shape.time = shape.time || needs.clock;
  }
  for (const auto& name : wished)
    if (!needed.contains(name)) shape.optional.push_back(name);
  needed.insert(wished.begin(), wished.end());
  shape.channels.assign(needed.begin(), needed.end());
  return shape;
}

WindPosition wind_position(const Ensemble& ensemble) {
  auto position = WindPosition::unknown;
  for (const auto& member : ensemble.members) {
    const auto& config = member.model.config;
    if (!uses_solar_wind(config.windows)) continue;
    const auto own = config.data.solar_wind_at;
    if (own == WindPosition::unknown && window_needs(config.windows).ring_current)
      throw UsageError(fmt::format(
          "'{}' does not say where its solar wind was measured, so the exported file could not know when it "
          "arrives; train with data.solar_wind_at = \"l1\" or \"bow_shock\"",
          member.name));
    if (own != WindPosition::unknown && position != WindPosition::unknown && own != position)
      throw UsageError(fmt::format(
          "'{}' takes solar wind at {}, other members at {}; one file can take it from one place only",
          member.name, wind_position_name(own), wind_position_name(position)));
    if (own != WindPosition::unknown) position = own;
  }
  return position;
}

}  // namespace symh
