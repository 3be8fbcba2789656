#pragma once
#include <span>
#include <string>
#include <vector>

#include "windows/base.h"
#include "windows/features/group.h"
#include "windows/keys/windows.h"
#include "windows/prepare.h"

namespace symh {

/// What the windows of a configuration read: their channels, the features of the head, and the base of their
/// output.
FeatureNeeds window_needs(const WindowsConfig& config);

/// So much time before issue time a forecast can depend on, except a speed, which is held for longer.
Minutes reach_of(const WindowsConfig& config);

/// The channels of the files that a model's forecasts come from, in alphabetical order: those it names, those
/// that its derived channels and masks are computed from, and `speed` and `bz_gsm` if it takes ring-current
/// forecasts.
std::vector<std::string> input_channels(const WindowsConfig& config);

/// True if the configuration needs solar wind: among its channels, at its head, or in what it corrects.
bool uses_solar_wind(const WindowsConfig& config);

/// True for the entries of windows.head that name a group of features: last, physics, bank, drive.
bool is_head_group(const std::string& entry);
/// The entries of windows.head that are channels.
std::vector<std::string> head_channels(const WindowsConfig& config);
/// The channels of the files that a channel is computed from; itself, if it is one of the files.
std::vector<std::string> file_channels(const std::string& channel);
/// What a channel is computed from: those channels, and the clock.
FeatureNeeds channel_needs(const std::string& channel);

/// The names of all features of the head, in order: `last`, `obrien_mcpherron@1h` …
std::vector<std::string> head_features(const WindowsConfig& config);

/// Their values at the given rows, [row][feature], unscaled, NaN = missing; each from grid rows up to its own
/// alone.
std::vector<float> head_values(const Prepared& prepared, const WindowsConfig& config,
                               std::span<const std::int64_t> rows);

/// The same inside a graph, [B, features], one Value a group; none without features.
std::vector<graph::Value> graph_head(const GraphIssue& issue);

}  // namespace symh
