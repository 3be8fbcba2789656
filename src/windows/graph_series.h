#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "graph/graph.h"

namespace symh {

/// What an exported file takes as its input.
struct InputShape {
  std::vector<std::string> channels;  ///< of the files, in alphabetical order
  std::vector<std::string> optional;  ///< those of `channels` that may be missing altogether
  std::int64_t steps = 1;     ///< samples that a forecast can depend on, except a speed held for longer
  std::int64_t shortest = 1;  ///< with fewer samples no member forecasts
  bool time = false;          ///< a member reads the clock
};

/// The input of a graph, with exactly InputShape::steps samples: missing samples in front are NaN, and what
/// is too much in front is cut off, after a speed has been held over all the samples.
struct GraphSeries {
  std::vector<std::string> channels;
  Minutes cadence;
  std::int64_t steps;
  graph::Value values;               ///< [B, steps, channels] float32
  graph::Value given;                ///< [B, steps] boolean: false at the samples that were put in front
  std::optional<graph::Value> time;  ///< [B] int64, minutes since 1970; with InputShape::time only
  /// [B, steps] `speed`, held; NaN before the first measured one. Empty without that channel.
  std::optional<graph::Value> held_speed;

  graph::Graph& graph() const { return values.graph(); }
};
/// Adds the inputs `x` and, if needed, `time` to the graph.
GraphSeries graph_series(graph::Graph& graph, const InputShape& shape, Minutes cadence);

/// x [B, T, C] with each NaN replaced by the last value before it, at most `limit` steps back.
/// fill_causally() does the same to a series in one pass; a graph has no loop and doubles the reach instead.
graph::Value held(graph::Value x, std::int64_t limit);

/// How long a graph holds a speed, in samples: two weeks of 5 minutes. symh holds it for ever.
inline constexpr std::int64_t longest_speed_hold = 4095;

/// Channels by name at the newest `rows` samples, each [B, rows] float32. As in prepare(), masks are computed
/// from the samples as given, all other channels from values held up to the fill limit.
class GraphChannels {
 public:
  GraphChannels(const GraphSeries& series, Minutes fill_limit, std::int64_t rows);
  /// A channel of the files, a derived one, or a mask. Throws UsageError for an unknown name.
  graph::Value operator()(const std::string& name) const;

 private:
  graph::Value newest(graph::Value table, const std::string& name) const;
  graph::Value derived(const std::string& name) const;
  graph::Value stamps() const;

  const GraphSeries& series_;
  std::int64_t rows_;
  graph::Value held_;
};

}  // namespace symh
