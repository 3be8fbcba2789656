#include "exporting/window.h"

#include <algorithm>
#include <numeric>

#include "exporting/outlook.h"
#include "physics/derived.h"
#include "windows/head.h"

namespace symh {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

/// The channels of the files that one stands on; none of a mask, which is never missing.
std::vector<std::string> bases_of(const std::string& name) {
  if (!is_derived_channel(name)) return {name};
  return name.ends_with("_missing") ? std::vector<std::string>{} : derived_channel_inputs(name);
}

/// A list of numbers as they broadcast over [B, ..., n].
graph::Value row_of(graph::Graph& graph, const std::vector<float>& values) {
  return graph.constant(values, {std::ssize(values)});
}

graph::Value scaled(graph::Value x, const std::vector<float>& mean, const std::vector<float>& scale) {
  const auto result = (x - row_of(x.graph(), mean)) / row_of(x.graph(), scale);
  return where(is_nan(result), 0.0, result);
}

/// [B, T] of one channel of the window.
graph::Value window_channel(const GivenSeries& series, const WindowsConfig& config, const std::string& name) {
  const auto steps = longest_history(config);
  if (!config.difference || name != config.target) return Channels(series, config.fill_limit, steps)(name);
  const auto level = Channels(series, config.fill_limit, steps + 1)(name);
  return slice(level, 1, 1) - slice(level, 1, 0, -1);
}

/// As count_history of windows/prepare.cpp: steps up to the newest that are whole, at most T.
graph::Value history_lengths(const GivenSeries& series, const WindowsConfig& config,
                             const std::vector<graph::Value>& channels) {
  const auto steps = longest_history(config);
  auto broken = !slice(series.given, 1, -steps);
  for (std::size_t c = 0; c < channels.size(); ++c)
    if (!may_be_missing(config, bases_of(config.channels[c]))) broken = broken || is_nan(channels[c]);
  std::vector<std::int64_t> places(static_cast<std::size_t>(steps));
  std::iota(places.begin(), places.end(), 1);
  const auto place = series.graph().constant(places, {1, steps});
  return steps - reduce_max(cast(broken, graph::DataType::int64) * place, 1);
}

/// The ring-current forecasts that a configuration takes: those of the head, then the one that is corrected.
struct RingCurrentParts {
  std::vector<graph::Value> head;  ///< [B, ...] each, in the order of head_features()
  std::vector<graph::Value> base;  ///< [B, L], at most one
};

RingCurrentParts ring_current_parts(const GivenSeries& series, const WindowsConfig& config,
                                    WindPosition position, graph::Value last_nt) {
  RingCurrentParts parts;
  auto models = head_ring_current_models(config);
  const auto of_head = std::ssize(models), leads = std::ssize(config.horizon);
  const bool corrects = config.predict == "correction", drive = contains(config.head, "drive");
  if (corrects) models.push_back(ring_current_model(config.physics.reference));
  if (models.empty() && !drive) return parts;
  const RingCurrentOutlook outlook(series, config, position, last_nt);
  if (!models.empty()) {
    const auto forecasts = outlook.forecasts(models, lead_steps(config));
    if (of_head > 0)
      parts.head.push_back(reshape(slice(forecasts, 1, 0, of_head), {-1, of_head * leads}) -
                           unsqueeze(last_nt, 1));
    if (corrects) parts.base.push_back(select(forecasts, 1, of_head));
  }
  if (drive)
    parts.head.push_back(
        outlook.arriving(config.physics.drive_step / config.cadence, drive_stretches(config)));
  return parts;
}

/// [B, 1] each, or more.
std::vector<graph::Value> head_parts(const GivenSeries& series, const WindowsConfig& config,
                                     const RingCurrentParts& ring_current, graph::Value last_nt) {
  std::vector<graph::Value> parts;
  if (contains(config.head, "last")) parts.push_back(unsqueeze(last_nt, 1));
  parts.insert(parts.end(), ring_current.head.begin(), ring_current.head.end());
  const Channels channels(series, config.fill_limit, 1);
  for (const auto& entry : config.head)
    if (!is_head_group(entry)) parts.push_back(channels(entry));
  return parts;
}

graph::Value base_of(const GivenSeries& series, const WindowsConfig& config,
                     const RingCurrentParts& ring_current, graph::Value last_nt) {
  if (!ring_current.base.empty()) return ring_current.base.front();
  const auto none = series.graph().constant(std::vector<float>(config.horizon.size(), 0.F),
                                            {1, std::ssize(config.horizon)});
  const auto level = where(is_nan(last_nt), 0.0, last_nt);
  return unsqueeze(config.predict == "change" ? last_nt : level * 0.0, 1) + none;
}

}  // namespace

GraphWindow exported_window(const GivenSeries& series, const Model& model, WindPosition position) {
  const auto& config = model.config.windows;
  const auto& scaling = model.scaling;
  std::vector<graph::Value> channels, columns;
  for (const auto& name : config.channels) channels.push_back(window_channel(series, config, name));
  for (const auto& channel : channels) columns.push_back(unsqueeze(channel, 2));
  const auto lengths = history_lengths(series, config, channels);
  const auto shortest = shortest_history(config), steps = longest_history(config);
  auto inputs = scaled(concat(columns, 2), scaling.mean, scaling.scale);
  std::vector<std::int64_t> places(static_cast<std::size_t>(steps));
  std::iota(places.begin(), places.end(), 0);
  const auto present = !less(series.graph().constant(places, {1, steps}), steps - unsqueeze(lengths, 1));
  if (shortest < steps) inputs = where(unsqueeze(present, 2), inputs, 0.0);

  const auto last_nt = contains(series.channels, config.target)
                           ? select(Channels(series, config.fill_limit, 1)(config.target), 1, 0)
                           : select(select(series.values, 2, 0), 1, -1) * 0.0;
  const auto ring_current = ring_current_parts(series, config, position, last_nt);
  const auto parts = head_parts(series, config, ring_current, last_nt);
  auto valid = !less(lengths, static_cast<double>(shortest));
  if (config.predict != "level") valid = valid && !is_nan(last_nt);
  return {.inputs = inputs,
          .present = present,
          .lengths = lengths,
          .whole = shortest == steps,
          .head = parts.empty() ? inputs : scaled(concat(parts, 1), scaling.head_mean, scaling.head_scale),
          .head_count = std::ssize(scaling.head_mean),
          .last_nt = last_nt,
          .base_nt = base_of(series, config, ring_current, last_nt),
          .valid = valid};
}

}  // namespace symh
