#include "windows/graph_series.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "graph/number.h"
#include "physics/derived.h"
#include "physics/derived_table.h"

namespace symh {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view mask_suffix = "_missing";

}  // namespace

GraphSeries graph_series(graph::Graph& graph, const InputShape& shape, Minutes cadence) {
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
  GraphSeries series{.channels = shape.channels,
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

GraphChannels::GraphChannels(const GraphSeries& series, Minutes fill_limit, std::int64_t rows)
    : series_(series), rows_(rows), held_(held(series.values, fill_limit / series.cadence)) {}

graph::Value GraphChannels::newest(graph::Value table, const std::string& name) const {
  const auto place = std::ranges::find(series_.channels, name) - series_.channels.begin();
  return select(slice(table, 1, -rows_), 2, place);
}

graph::Value GraphChannels::operator()(const std::string& name) const {
  if (std::ranges::find(series_.channels, name) != series_.channels.end()) return newest(held_, name);
  if (!name.ends_with(mask_suffix)) return derived(name);
  const auto measured = newest(series_.values, name.substr(0, name.size() - mask_suffix.size()));
  return cast(is_nan(measured), graph::DataType::float32);
}

graph::Value GraphChannels::derived(const std::string& name) const {
  std::vector<graph::Value> inputs;
  for (const auto& input : derived_channel_inputs(name)) inputs.push_back((*this)(input));
  const auto& rows = derived_channels<graph::Value, graph::Value>();
  const auto& row = *std::ranges::find(rows, name, &DerivedChannel<graph::Value, graph::Value>::name);
  return row.value({inputs.data(), row.reads_clock ? std::optional(stamps()) : std::nullopt});
}

/// [B, rows] int64, minutes since 1970.
graph::Value GraphChannels::stamps() const {
  std::vector<std::int64_t> ages;
  for (auto row = rows_; row-- > 0;) ages.push_back(row * series_.cadence.count());
  return unsqueeze(series_.time.value(), 1) - series_.graph().constant(ages, {1, rows_});
}

}  // namespace symh
