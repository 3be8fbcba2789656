#include "windows/graph_window.h"

#include <algorithm>
#include <numeric>

#include "windows/graph_index_gap.h"
#include "windows/head.h"
#include "windows/windows.h"

namespace symh {
namespace {

/// The channels of the files that a channel is computed from; none of a mask, which is never missing.
std::vector<std::string> bases_of(const std::string& channel) {
  return channel.ends_with("_missing") ? std::vector<std::string>{} : file_channels(channel);
}

/// A list of numbers as they broadcast over [B, ..., n].
graph::Value row_of(graph::Graph& graph, const std::vector<float>& values) {
  return graph.constant(values, {std::ssize(values)});
}

/// As Windows scales: 0 where a value is missing.
graph::Value scaled(graph::Value x, const std::vector<float>& mean, const std::vector<float>& scale) {
  const auto result = (x - row_of(x.graph(), mean)) / row_of(x.graph(), scale);
  return where(is_nan(result), 0.0, result);
}

/// [1, count]: first, first + 1 …
graph::Value counted(graph::Graph& graph, std::int64_t first, std::int64_t count) {
  std::vector<std::int64_t> places(static_cast<std::size_t>(count));
  std::iota(places.begin(), places.end(), first);
  return graph.constant(places, {1, count});
}

/// [B, T] of one channel of the window.
graph::Value window_channel(const GraphSeries& series, const WindowsConfig& config, const std::string& name) {
  const auto steps = longest_history(config);
  if (!config.difference || name != config.target)
    return GraphChannels(series, config.fill_limit, steps)(name);
  const auto level = GraphChannels(series, config.fill_limit, steps + 1)(name);
  return slice(level, 1, 1) - slice(level, 1, 0, -1);
}

/// Prepared::history, at most T: the steps after the last one that is broken.
graph::Value history_lengths(const GraphSeries& series, const WindowsConfig& config,
                             const std::vector<graph::Value>& channels) {
  const auto steps = longest_history(config);
  auto broken = !slice(series.given, 1, -steps);
  for (std::size_t c = 0; c < channels.size(); ++c)
    if (!may_be_missing(config, bases_of(config.channels[c]))) broken = broken || is_nan(channels[c]);
  const auto place = counted(series.graph(), 1, steps);
  return steps - reduce_max(cast(broken, graph::DataType::int64) * place, 1);
}

/// [B]; zeros if the target is not among the channels of the input, as nothing reads it then.
graph::Value last_nt_of(const GraphSeries& series, const WindowsConfig& config, WindPosition position) {
  if (bridges_gap(config)) return GraphIndexGap(series, config.fill_limit, position).estimate_nt();
  if (std::ranges::find(series.channels, config.target) == series.channels.end())
    return select(select(series.values, 2, 0), 1, -1) * 0.0;
  return select(GraphChannels(series, config.fill_limit, 1)(config.target), 1, 0);
}

}  // namespace

GraphWindow graph_window(const GraphSeries& series, const WindowsConfig& config, const Scaling& scaling,
                         WindPosition position) {
  std::vector<graph::Value> channels, columns;
  for (const auto& name : config.channels) channels.push_back(window_channel(series, config, name));
  for (const auto& channel : channels) columns.push_back(unsqueeze(channel, 2));
  const auto lengths = history_lengths(series, config, channels);
  const auto shortest = shortest_history(config), steps = longest_history(config);
  auto inputs = scaled(concat(columns, 2), scaling.mean, scaling.scale);
  const auto present = !less(counted(series.graph(), 0, steps), steps - unsqueeze(lengths, 1));
  if (shortest < steps) inputs = where(unsqueeze(present, 2), inputs, 0.0);

  const GraphIssue issue{series, config, position, last_nt_of(series, config, position)};
  const auto head = graph_head(issue);
  auto valid = !less(lengths, static_cast<double>(shortest));
  if (config.predict != Predict::level) valid = valid && !is_nan(issue.last_nt);
  return {.inputs = inputs,
          .present = present,
          .lengths = lengths,
          .whole = shortest == steps,
          .head = head.empty() ? inputs : scaled(concat(head, 1), scaling.head_mean, scaling.head_scale),
          .head_count = std::ssize(scaling.head_mean),
          .last_nt = issue.last_nt,
          .base_nt = graph_base(issue),
          .valid = valid};
}

}  // namespace symh
