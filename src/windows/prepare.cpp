#include "windows/prepare.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "physics/derived.h"
#include "series/operations.h"

namespace symh {
namespace {

constexpr std::string_view mask_suffix = "_missing";

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

/// Masks first, while gaps are still gaps; then fill; then what is derived from filled values.
std::size_t complete_channels(Series& series, const WindowsConfig& config) {
  for (const auto& name : config.channels)
    if (name.ends_with(mask_suffix) && series.find(name) == nullptr) add_derived_channel(series, name);
  const std::vector<std::string> bases = [&] {
    std::vector<std::string> names;
    for (const auto& name : config.channels) {
      if (name.ends_with(mask_suffix)) continue;
      if (series.find(name) != nullptr || !is_derived_channel(name)) {
        names.push_back(name);
        continue;
      }
      for (const auto& input : derived_channel_inputs(name)) names.push_back(input);
    }
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
  }();
  std::size_t filled = 0;
  for (const auto& name : bases) {
    series.at(name);
    const bool masked = contains(config.channels, name + std::string(mask_suffix));
    filled += fill_causally(series, name, masked ? Minutes{100 * 366 * 1440} : config.fill_limit);
  }
  for (const auto& name : config.channels)
    if (series.find(name) == nullptr) add_derived_channel(series, name);
  return filled;
}

/// First differences inside each segment; the first row of a segment has none.
void difference(Series& series, std::vector<float>& values) {
  for (const auto& segment : series.segments) {
    for (std::size_t i = segment.count; i-- > 1;) values[segment.first + i] -= values[segment.first + i - 1];
    if (segment.count > 0) values[segment.first] = missing;
  }
}

void interleave(Prepared& prepared, const Series& series) {
  const std::size_t width = prepared.channels.size();
  prepared.inputs.resize(series.size() * width);
  for (std::size_t c = 0; c < width; ++c) {
    const auto& values = series.at(prepared.channels[c]).values;
    for (std::size_t row = 0; row < values.size(); ++row) prepared.inputs[row * width + c] = values[row];
  }
}

void count_history(Prepared& prepared, bool need_last) {
  const std::size_t width = prepared.channels.size();
  prepared.history.assign(prepared.rows(), 0);
  for (const auto& segment : prepared.grid.segments) {
    std::int32_t run = 0;
    for (std::size_t row = segment.first; row < segment.first + segment.count; ++row) {
      bool whole = true;
      for (std::size_t c = 0; c < width && whole; ++c)
        whole = prepared.may_be_missing[c] || !std::isnan(prepared.inputs[row * width + c]);
      run = whole ? run + 1 : 0;
      prepared.history[row] = need_last && std::isnan(prepared.last_nt[row]) ? 0 : run;
    }
  }
}

}  // namespace

Prepared prepare(Series series, const WindowsConfig& config) {
  if (series.empty()) throw DataError("the files hold no samples; check the paths");
  series = resample(std::move(series), config.cadence);
  Prepared prepared;
  prepared.channels = config.channels;
  prepared.observed_nt = series.at(config.target).values;
  series.add("__last").values = prepared.observed_nt;
  fill_causally(series, "__last", config.fill_limit);
  prepared.last_nt = std::move(series.add("__last").values);
  series.channels.pop_back();
  prepared.filled = complete_channels(series, config);
  for (const auto& name : config.channels)
    prepared.may_be_missing.push_back(contains(config.channels, name + std::string(mask_suffix)));
  if (config.difference)
    if (auto* target = series.find(config.target)) difference(series, target->values);
  interleave(prepared, series);
  series.channels.clear();
  prepared.grid = std::move(series);
  count_history(prepared, config.predict == "change");
  return prepared;
}

std::int64_t longest_history(const WindowsConfig& config) { return config.lookback / config.cadence; }

std::int64_t shortest_history(const WindowsConfig& config) {
  return config.lookback_min == Minutes{0} ? longest_history(config) : config.lookback_min / config.cadence;
}

float observed_after(const Prepared& prepared, std::int64_t row, Minutes lead) {
  const auto& segments = prepared.grid.segments;
  const auto after = std::ranges::upper_bound(segments, static_cast<std::size_t>(row), {}, &Segment::first);
  const auto& segment = *std::prev(after);
  const auto valid = static_cast<std::size_t>(row + lead / prepared.grid.cadence);
  return valid < segment.first + segment.count ? prepared.observed_nt[valid] : missing;
}

IssueRows issue_rows(const Prepared& prepared, const WindowsConfig& config, bool need_target) {
  IssueRows result;
  const auto shortest = shortest_history(config);
  for (const auto& segment : prepared.grid.segments) {
    for (std::size_t i = 0; i < segment.count; ++i) {
      const Time time = segment.start + prepared.grid.cadence * static_cast<long>(i);
      if (time.time_since_epoch() % config.stride != Minutes{0}) continue;
      const auto row = static_cast<std::int64_t>(segment.first + i);
      if (prepared.history[segment.first + i] < shortest) {
        ++result.missing_inputs;
        continue;
      }
      const bool seen = std::ranges::any_of(
          config.horizon, [&](Minutes lead) { return !std::isnan(observed_after(prepared, row, lead)); });
      if (!seen) ++result.missing_targets;
      if (seen || !need_target) result.rows.push_back(row);
    }
  }
  return result;
}

}  // namespace symh
