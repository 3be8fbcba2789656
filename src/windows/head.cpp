#include "windows/head.h"

#include <algorithm>

#include "physics/derived.h"
#include "physics/solar_wind.h"

namespace symh {

bool is_head_group(const std::string& entry) {
  return !entry.empty() &&
         std::ranges::find(feature_groups(), entry, &NamedFeatureGroup::name) != feature_groups().end();
}

std::vector<std::string> head_channels(const WindowsConfig& config) {
  auto channels = config.head;
  std::erase_if(channels, is_head_group);
  return channels;
}

std::vector<std::string> file_channels(const std::string& channel) {
  return is_derived_channel(channel) ? derived_channel_inputs(channel) : std::vector{channel};
}

FeatureNeeds channel_needs(const std::string& channel) {
  FeatureNeeds needs;
  needs.clock = reads_clock(channel);
  for (const auto& input : file_channels(channel)) needs.channels.insert(input);
  return needs;
}

FeatureNeeds window_needs(const WindowsConfig& config) {
  auto needs = base_needs(config);
  for (const auto& channel : config.channels) needs.add(channel_needs(channel));
  for (const auto* group : wanted_groups(config)) needs.add(group->needs(config));
  return needs;
}

Minutes reach_of(const WindowsConfig& config) {
  return std::max(config.lookback, window_needs(config).reach * config.cadence) + config.fill_limit;
}

std::vector<std::string> input_channels(const WindowsConfig& config) {
  const auto needs = window_needs(config);
  return {needs.channels.begin(), needs.channels.end()};
}

bool uses_solar_wind(const WindowsConfig& config) {
  return std::ranges::any_of(input_channels(config), is_solar_wind_channel);
}

std::vector<std::string> head_features(const WindowsConfig& config) {
  std::vector<std::string> names;
  for (const auto* group : wanted_groups(config))
    for (auto& name : group->features(config)) names.push_back(std::move(name));
  return names;
}

std::vector<float> head_values(const Prepared& prepared, const WindowsConfig& config,
                               std::span<const std::int64_t> rows) {
  const std::size_t width = head_features(config).size();
  std::vector<float> values(rows.size() * width);
  float* first = values.data();
  for (const auto* group : wanted_groups(config)) {
    group->values(prepared, config, rows, {first, width});
    first += group->features(config).size();
  }
  return values;
}

std::vector<graph::Value> graph_head(const GraphIssue& issue) {
  std::vector<graph::Value> parts;
  for (const auto* group : wanted_groups(issue.config)) parts.push_back(group->graph(issue));
  return parts;
}

}  // namespace symh
