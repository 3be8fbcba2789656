#include "exporting/inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "core/error.h"
#include "physics/derived.h"
#include "physics/ring_current_forecast.h"
#include "windows/head.h"

namespace symh {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view mask_suffix = "_missing";

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

bool takes_ring_current(const WindowsConfig& config) {
  return config.predict == "correction" || contains(config.head, "drive") ||
         !head_ring_current_models(config).empty();
}

/// Whether a ring-current model of the configuration is driven by Newell's coupling.
bool takes_newell(const WindowsConfig& config) {
  return contains(config.head, "drive") ||
         std::ranges::any_of(head_ring_current_models(config), [](const RingCurrentModel& model) {
           return model.coupling == RingCurrentModel::Coupling::newell;
         });
}

bool takes_clock(const WindowsConfig& config) {
  const auto is_clock = [](const std::string& name) {
    return !is_head_group(name) && is_derived_channel(name) && derived_channel_inputs(name).empty();
  };
  return std::ranges::any_of(config.channels, is_clock) || std::ranges::any_of(config.head, is_clock);
}

WindPosition stated_position(const Config& config) {
  if (config.data.solar_wind_at == "l1") return WindPosition::l1;
  return config.data.solar_wind_at == "bow_shock" ? WindPosition::bow_shock : WindPosition::unknown;
}

/// Whether the target's last value enters beside what input_channels() says.
bool takes_last(const Config& config) {
  return takes_ring_current(config.windows) || contains(config.windows.head, "last") ||
         config.model.kind == "ridge";
}

/// What the ring-current models take where it is there, beside what input_channels() says they need.
std::vector<std::string> wished_channels(const WindowsConfig& config) {
  std::vector<std::string> names;
  if (takes_ring_current(config)) names.emplace_back("density");
  if (takes_newell(config)) names.emplace_back("by_gsm");
  return names;
}

/// Samples before issue time that the ring-current models look at.
std::int64_t ring_current_reach(const WindowsConfig& config) {
  double factor = 1;
  for (const auto& model : head_ring_current_models(config)) factor = std::max(factor, model.delay_factor);
  const auto delay = static_cast<std::int64_t>(
      std::ceil(factor * longest_delay_minutes / static_cast<double>(config.cadence.count())));
  return std::max<std::int64_t>(delay, static_cast<std::int64_t>(held_mean_rows(config.cadence)));
}

std::int64_t steps_needed(const WindowsConfig& config) {
  auto rows = longest_history(config) + (config.difference ? 1 : 0);
  if (takes_ring_current(config)) rows = std::max(rows, ring_current_reach(config) + 1);
  return rows + config.fill_limit / config.cadence;
}

}  // namespace

InputShape input_shape(const Ensemble& ensemble) {
  InputShape shape;
  std::set<std::string> needed, wished;
  shape.shortest = std::numeric_limits<std::int64_t>::max();
  for (const auto& member : ensemble.members) {
    const auto& config = member.model.config.windows;
    for (const auto& name : input_channels(config)) {
      const bool last = name == config.target && config.predict != "level";
      (may_be_missing(config, {name}) && !last ? wished : needed).insert(name);
    }
    for (const auto& name : wished_channels(config)) wished.insert(name);
    if (takes_last(member.model.config)) needed.insert(config.target);
    shape.steps = std::max(shape.steps, steps_needed(config));
    shape.shortest = std::min(shape.shortest, shortest_history(config) + (config.difference ? 1 : 0));
    shape.time = shape.time || takes_clock(config);
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
    const auto own = stated_position(config);
    if (own == WindPosition::unknown && takes_ring_current(config.windows))
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

GivenSeries given_series(graph::Graph& graph, const InputShape& shape, Minutes cadence) {
  const auto count = std::ssize(shape.channels), steps = shape.steps;
  const auto x = graph.input("x", graph::DataType::float32, {"batch", "steps", std::to_string(count)});
  std::optional<graph::Value> time;
  if (shape.time) time = graph.input("time", graph::DataType::int64, {"batch"});
  // A block of missing samples in front, then the newest `steps` of both.
  const auto cut = [&](graph::Value in_front, graph::Value rest) {
    return slice(graph::concat({in_front, rest}, 1), 1, -steps);
  };
  const auto block = graph.constant(std::vector<float>(static_cast<std::size_t>(steps), NAN), {1, steps, 1});
  const auto missing_block = [&](graph::Value rest) { return slice(rest, 1, 0, 1) * 0.0 + block; };
  const auto filled_with = [](graph::Value rest, double value) {
    return where(is_nan(rest), value, rest * 0.0 + value);
  };
  const auto one = slice(x, 2, 0, 1);
  const auto given = cut(filled_with(missing_block(one), 0), filled_with(one, 1));
  GivenSeries series{.channels = shape.channels,
                     .cadence = cadence,
                     .steps = steps,
                     .values = cut(missing_block(x), x),
                     .given = less(0.5, select(given, 2, 0)),
                     .time = time,
                     .held_speed = std::nullopt};
  if (const auto place = std::ranges::find(shape.channels, "speed"); place != shape.channels.end()) {
    const auto column = place - shape.channels.begin();
    const auto speed = held(slice(x, 2, column, column + 1), longest_speed_hold);
    series.held_speed = select(cut(missing_block(speed), speed), 2, 0);
  }
  return series;
}

graph::Value held(graph::Value x, std::int64_t limit) {
  for (std::int64_t reach = 0; reach < limit;) {
    const auto shift = std::min(reach + 1, limit - reach);
    const auto earlier = slice(pad_in_front(x, {0, shift, 0}, nan), 1, 0, -shift);
    x = where(is_nan(x), earlier, x);
    reach += shift;
  }
  return x;
}

Channels::Channels(const GivenSeries& series, Minutes fill_limit, std::int64_t rows)
    : series_(series), rows_(rows), held_(held(series.values, fill_limit / series.cadence)) {}

graph::Value Channels::newest(graph::Value table, const std::string& name) const {
  const auto place = std::ranges::find(series_.channels, name) - series_.channels.begin();
  return select(slice(table, 1, -rows_), 2, place);
}

graph::Value Channels::operator()(const std::string& name) const {
  if (contains(series_.channels, name)) return newest(held_, name);
  if (!name.ends_with(mask_suffix)) return derived_channel(name, *this);
  const auto measured = newest(series_.values, name.substr(0, name.size() - mask_suffix.size()));
  return cast(is_nan(measured), graph::DataType::float32);
}

graph::Value Channels::stamps() const {
  std::vector<std::int64_t> ages;
  for (auto row = rows_; row-- > 0;) ages.push_back(row * series_.cadence.count());
  return unsqueeze(*series_.time, 1) - series_.graph().constant(ages, {1, rows_});
}

}  // namespace symh
