#include "windows/prepare.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "physics/derived.h"
#include "physics/ring_current_forecast.h"
#include "physics/solar_wind.h"
#include "physics/wind_position.h"
#include "series/hourly_dst.h"
#include "series/transforms.h"
#include "windows/head.h"
#include "windows/past_runs.h"

namespace symh {
namespace {

constexpr std::string_view mask_suffix = "_missing";

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

std::vector<std::string> channel_entries(const WindowsConfig& config) {
  auto names = config.channels;
  for (auto& channel : head_channels(config))
    if (!contains(names, channel)) names.push_back(std::move(channel));
  return names;
}

/// The channels of the files that `names` are computed from.
std::vector<std::string> base_channels(const Series& series, const std::vector<std::string>& names) {
  std::vector<std::string> bases;
  for (const auto& name : names) {
    if (name.ends_with(mask_suffix)) continue;
    if (series.find(name) != nullptr || !is_derived_channel(name)) {
      bases.push_back(name);
      continue;
    }
    for (const auto& input : derived_channel_inputs(name)) bases.push_back(input);
  }
  std::ranges::sort(bases);
  bases.erase(std::unique(bases.begin(), bases.end()), bases.end());
  return bases;
}

/// Adds masks first, while gaps are still gaps; then fills; then adds the channels derived from filled
/// values. Returns the number of values filled.
std::size_t complete_channels(Series& series, const WindowsConfig& config,
                              const std::vector<std::string>& names) {
  const auto bases = base_channels(series, names);
  if (config.drivers == Drivers::optional)
    for (const auto& base : bases)
      if (is_solar_wind_channel(base)) series.add(base);
  for (const auto& name : names)
    if (name.ends_with(mask_suffix) && series.find(name) == nullptr) add_derived_channel(series, name);
  std::size_t filled = 0;
  for (const auto& base : bases) {
    series.at(base);
    filled += fill_causally(series, base, config.fill_limit);
  }
  for (const auto& name : names)
    if (series.find(name) == nullptr) add_derived_channel(series, name);
  return filled;
}

/// Derived channels are computed here, from filled values; a column of the same name never takes their place.
void drop_derived_channels(Series& series, const WindowsConfig& config) {
  std::erase_if(series.channels, [&](const Channel& channel) {
    return channel.name != config.target && is_derived_channel(channel.name);
  });
}

/// If windows.drivers is optional and the data have no solar wind at all, adds it as missing: the feeds may
/// have failed. Where it would have been measured does not matter then.
void add_failed_drivers(Series& series, const WindowsConfig& config) {
  if (config.drivers != Drivers::optional || !uses_solar_wind(config)) return;
  const bool none = std::ranges::none_of(series.channels, is_solar_wind_channel, &Channel::name);
  if (none) series.solar_wind_at = WindPosition::l1;
  for (const auto* driver : {"speed", "bz_gsm"}) series.add(driver);
}

/// Throws UsageError if the configuration needs solar wind and the data do not say where it was measured.
void check_solar_wind(const Series& series, const WindowsConfig& config) {
  if (!uses_solar_wind(config) || series.solar_wind_at != WindPosition::unknown) return;
  throw UsageError(fmt::format(
      "these files do not say whether their solar wind was measured at L1 or at the bow shock, and "
      "symh cannot judge it ({}); set data.solar_wind_at = \"l1\" or \"bow_shock\", or give "
      "--solar-wind-at",
      judge_wind_position(series).reason));
}

std::shared_ptr<const RingCurrentForecasts> ring_current_of(const Series& series,
                                                            const std::vector<float>& last_nt,
                                                            const WindowsConfig& config) {
  if (config.target != "sym_h" || series.solar_wind_at == WindPosition::unknown) return nullptr;
  if (!has_solar_wind(series)) return nullptr;
  return std::make_shared<const RingCurrentForecasts>(solar_wind(series, config.fill_limit), series, last_nt);
}

std::shared_ptr<const IndexGap> index_gap_of(const Series& series, const WindowsConfig& config,
                                             const IndexAge& age) {
  if (!bridges_gap(config)) return nullptr;
  const auto& observed = series.at(config.target).values;
  const auto* measured = series.find(dst_channel);
  std::vector<float> dst;
  if (takes_dst(config) && age.kind == IndexAge::Kind::drawn)
    dst = simulated_dst(series, observed);
  else if (takes_dst(config) && measured != nullptr)
    dst = measured->values;
  std::optional<StationEstimates> stations;
  if (takes_stations(config) && age.kind == IndexAge::Kind::drawn)
    stations.emplace(series, observed, age);
  else if (takes_stations(config))
    stations.emplace(series, age);
  return std::make_shared<const IndexGap>(solar_wind(series, config.fill_limit), series, observed, age, dst,
                                          std::move(stations));
}

std::shared_ptr<const PastRuns> past_runs_of(const Series& series, const std::vector<float>& last_nt,
                                             const WindowsConfig& config) {
  if (!needs_past_runs(config)) return nullptr;
  return std::make_shared<const PastRuns>(solar_wind(series, config.fill_limit), series, last_nt);
}

std::vector<float> estimates(const IndexGap& gap, std::size_t rows) {
  std::vector<float> values(rows);
  for (std::size_t row = 0; row < rows; ++row) values[row] = gap.estimate_nt(row);
  return values;
}

/// First differences inside each segment; the first row of a segment has none.
void difference(Series& series, std::vector<float>& values) {
  for (const auto& segment : series.segments) {
    for (std::size_t i = segment.count; i-- > 1;) values[segment.first + i] -= values[segment.first + i - 1];
    if (segment.count > 0) values[segment.first] = missing;
  }
}

/// [row][channel] of the named channels.
std::vector<float> interleave(const Series& series, const std::vector<std::string>& names) {
  std::vector<float> table(series.size() * names.size());
  for (std::size_t c = 0; c < names.size(); ++c) {
    const auto& values = series.at(names[c]).values;
    for (std::size_t row = 0; row < values.size(); ++row) table[row * names.size() + c] = values[row];
  }
  return table;
}

/// [channel][row] of the named channels, moved out of the series; copied if a later name wants the same one.
std::vector<std::vector<float>> take_columns(Series& series, const std::vector<std::string>& names) {
  std::vector<std::vector<float>> columns;
  for (auto name = names.begin(); name != names.end(); ++name) {
    auto& values = series.add(*name).values;
    const bool again = std::find(std::next(name), names.end(), *name) != names.end();
    columns.push_back(again ? values : std::move(values));
  }
  return columns;
}

void find_usable(Prepared& prepared) {
  const auto whole = [&](std::size_t row) {
    for (std::size_t c = 0; c < prepared.inputs.size(); ++c)
      if (!prepared.may_be_missing[c] && std::isnan(prepared.inputs[c][row])) return false;
    return true;
  };
  for (const auto& segment : prepared.grid.segments) {
    std::size_t count = 0;
    for (std::size_t row = segment.first; row < segment.first + segment.count; ++row) {
      if (!whole(row))
        count = 0;
      else if (++count == 1)
        prepared.usable.push_back({row, 1});
      else
        prepared.usable.back().count = count;
    }
  }
}

/// Keeps the filled target, unless an input holds the same values.
void keep_last(Prepared& prepared, const WindowsConfig& config, std::vector<float> last_nt) {
  prepared.needs_last = config.predict != Predict::level;
  const auto found = std::ranges::find(config.channels, config.target);
  prepared.last_input = static_cast<std::size_t>(found - config.channels.begin());
  if (found == config.channels.end() || config.difference || prepared.gap)
    prepared.own_last = std::move(last_nt);
}

}  // namespace

bool may_be_missing(const WindowsConfig& config, const std::vector<std::string>& bases) {
  return std::ranges::any_of(bases, [&](const std::string& base) {
    return contains(config.channels, base + std::string(mask_suffix)) ||
           (config.drivers == Drivers::optional && is_solar_wind_channel(base));
  });
}

Prepared prepare(Series series, const WindowsConfig& config, const IndexAge& age) {
  if (series.empty()) throw DataError("the files hold no samples; check the paths");
  add_failed_drivers(series, config);
  if (bridges_gap(config)) series.add(config.target);  // it may not have come at all
  check_solar_wind(series, config);
  drop_derived_channels(series, config);
  const auto last = series.last_time();
  series = resample(std::move(series), config.cadence);
  if (series.empty())
    throw DataError(fmt::format("the data end at {} before one sample of {} is complete; give more of them",
                                format_time(last), format_duration(config.cadence)));
  Prepared prepared;
  prepared.channels = config.channels;
  const auto& target = series.at(config.target).values;
  prepared.unobserved.resize(target.size());
  for (std::size_t row = 0; row < target.size(); ++row) prepared.unobserved[row] = std::isnan(target[row]);
  prepared.gap = index_gap_of(series, config, age);
  if (prepared.gap) prepared.own_observed = target;
  auto last_nt = prepared.gap ? estimates(*prepared.gap, series.size())
                              : filled_causally(series, config.target, config.fill_limit);
  const auto names = channel_entries(config);
  for (const auto& name : config.channels)
    prepared.may_be_missing.push_back(may_be_missing(config, base_channels(series, {name})));
  prepared.ring_current = ring_current_of(series, last_nt, config);
  prepared.past_runs = past_runs_of(series, last_nt, config);
  prepared.filled = complete_channels(series, config, names);
  const auto head = head_channels(config);
  prepared.head_channels = head.size();
  prepared.head = interleave(series, head);
  if (config.difference)
    if (auto* target = series.find(config.target)) difference(series, target->values);
  prepared.inputs = take_columns(series, prepared.channels);
  keep_last(prepared, config, std::move(last_nt));
  series.channels.clear();
  prepared.grid = std::move(series);
  find_usable(prepared);
  return prepared;
}

std::int64_t Prepared::history(std::size_t row) const {
  const auto after = std::ranges::upper_bound(usable, row, {}, &Run::first);
  if (after == usable.begin()) return 0;
  const auto& run = *std::prev(after);
  if (row >= run.first + run.count || (needs_last && std::isnan(last_nt(row)))) return 0;
  return static_cast<std::int64_t>(row - run.first) + 1;
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
  return valid < segment.first + segment.count ? prepared.observed_nt(valid) : missing;
}

IssueRows issue_rows(const Prepared& prepared, const WindowsConfig& config, bool need_target) {
  IssueRows result;
  const auto shortest = shortest_history(config);
  for (const auto& segment : prepared.grid.segments) {
    for (std::size_t i = 0; i < segment.count; ++i) {
      const Time time = segment.start + prepared.grid.cadence * static_cast<long>(i);
      if (time.time_since_epoch() % config.stride != Minutes{0}) continue;
      const auto row = static_cast<std::int64_t>(segment.first + i);
      if (prepared.history(segment.first + i) < shortest) {
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
