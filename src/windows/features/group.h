#pragma once
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "windows/graph_series.h"
#include "windows/keys/windows.h"
#include "windows/prepare.h"

namespace symh {

/// What a part of a model reads beside the channels of its window.
struct FeatureNeeds {
  std::set<std::string> channels;  ///< of the files: they must be there
  std::set<std::string> wishes;    ///< of the files: read if they are there
  bool last = false;               ///< the target's last value
  bool ring_current = false;       ///< forecasts that depend on where the solar wind was measured
  bool clock = false;              ///< the issue time itself
  std::int64_t reach = 0;          ///< samples before issue time

  void add(const FeatureNeeds& other);
};

/// Rows of features in a larger table: `width` values lie between the first value of one row and of the next.
struct FeatureColumns {
  float* first;
  std::size_t width;
  float* row(std::size_t index) const { return first + index * width; }
};

/// What a feature is computed from inside a graph.
struct GraphIssue {
  const GraphSeries& series;
  const WindowsConfig& config;
  WindPosition position;
  graph::Value last_nt;  ///< [B] float32, the target's last value, gaps held
};

/// Features whose values are the same at every issue time of a graph: [B, values] float32.
graph::Value constant_features(const GraphIssue& issue, std::span<const float> values);

/// Features that join the window at the network's head under one entry of windows.head. A new group is one
/// object and one row of windows/keys/feature_groups.inc; training, forecasts, exported files and help
/// follow. `values` and `graph` say the same twice, for all rows of a series and for one batch; a test over
/// random series holds them together.
class FeatureGroup {
 public:
  virtual ~FeatureGroup() = default;
  /// The names of the features, in order; they may depend on the horizon.
  virtual std::vector<std::string> features(const WindowsConfig& config) const = 0;
  virtual FeatureNeeds needs(const WindowsConfig& config) const = 0;
  /// The features of the given rows, unscaled, NaN = missing; each from grid rows up to its own alone.
  virtual void values(const Prepared& prepared, const WindowsConfig& config,
                      std::span<const std::int64_t> rows, FeatureColumns out) const = 0;
  /// The same as [B, features] float32.
  virtual graph::Value graph(const GraphIssue& issue) const = 0;
};

/// A group and its entry in windows.head. The last group has no name: it takes every entry that names no
/// group, and such an entry is a channel.
struct NamedFeatureGroup {
  std::string_view name;
  const FeatureGroup* group;
};

/// Every group, in the order that their features have at the head.
const std::vector<NamedFeatureGroup>& feature_groups();
/// Those that windows.head asks for.
std::vector<const FeatureGroup*> wanted_groups(const WindowsConfig& config);

}  // namespace symh
