#include "physics/derived.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "physics/derived_table.h"

namespace symh {
namespace {

constexpr std::string_view mask_suffix = "_missing";

using Row = DerivedChannel<float, Time>;

const std::vector<Row>& table() { return derived_channels<float, Time>(); }

const Row& find_derived(const std::string& name) {
  const auto found = std::ranges::find(table(), name, &Row::name);
  if (found != table().end()) return *found;
  std::string known = "NAME_missing";
  for (const auto& row : table()) known += fmt::format(", {}", row.name);
  throw UsageError(
      fmt::format("channel '{}' is not in the data and not a derived channel; derived are: {}", name, known));
}

void add_mask(Series& series, const std::string& name) {
  const std::string base = name.substr(0, name.size() - mask_suffix.size());
  series.at(base);
  auto& mask = series.add(name).values;
  const auto& values = series.at(base).values;
  std::ranges::transform(values, mask.begin(), [](float value) { return std::isnan(value) ? 1.F : 0.F; });
}

}  // namespace

bool is_derived_channel(std::string_view name) {
  return name.ends_with(mask_suffix) || std::ranges::find(table(), name, &Row::name) != table().end();
}

std::vector<std::string> derived_channel_inputs(const std::string& name) {
  if (name.ends_with(mask_suffix)) return {name.substr(0, name.size() - mask_suffix.size())};
  return find_derived(name).inputs;
}

bool reads_clock(std::string_view name) {
  const auto found = std::ranges::find(table(), name, &Row::name);
  return found != table().end() && found->reads_clock;
}

void add_derived_channel(Series& series, const std::string& name) {
  if (name.ends_with(mask_suffix)) return add_mask(series, name);
  const auto& derived = find_derived(name);
  for (const auto& input : derived.inputs) series.at(input);
  auto& values = series.add(name).values;
  std::vector<const float*> columns;
  for (const auto& input : derived.inputs) columns.push_back(series.at(input).values.data());
  std::vector<float> inputs(columns.size());
  for (const auto& segment : series.segments) {
    for (std::size_t i = 0; i < segment.count; ++i) {
      for (std::size_t k = 0; k < columns.size(); ++k) inputs[k] = columns[k][segment.first + i];
      std::optional<Time> stamp;
      if (derived.reads_clock) stamp = segment.start + series.cadence * static_cast<long>(i);
      values[segment.first + i] = derived.value({inputs.data(), stamp});
    }
  }
}

}  // namespace symh
