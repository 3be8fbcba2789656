#include "forecasting/late_hindcast.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "core/error.h"
#include "forecasting/combine.h"
#include "forecasting/each_issue_time.h"
#include "forecasting/late_index.h"
#include "forecasting/latest.h"
#include "physics/quick_index_error.h"
#include "physics/solar_wind.h"
#include "series/hourly_dst.h"
#include "series/transforms.h"
#include "windows/head.h"
#include "windows/lateness.h"

namespace symh {
namespace {

/// The estimated SYM-H of each issue time.
using Paths = std::unordered_map<long, GapPath>;

long key_of(Time time) { return time.time_since_epoch().count(); }

/// The member with the most issue times looks back least.
const Model& quickest(const Ensemble& ensemble) {
  const auto lookback = [](const Member& member) { return member.model.config.windows.lookback; };
  return std::ranges::min_element(ensemble.members, {}, lookback)->model;
}

/// SYM-H as it was newest `age` before each time [nT]; NaN where none came within longest_gap.
std::vector<float> newest_values(const Series& grid, const std::vector<Time>& times, Minutes age) {
  std::unordered_map<long, float> newest_at;
  const auto& values = grid.at("sym_h").values;
  for (const auto& segment : grid.segments) {
    std::size_t since = 0;
    float newest = missing;
    for (std::size_t i = 0; i < segment.count; ++i, ++since) {
      if (!std::isnan(values[segment.first + i])) {
        newest = values[segment.first + i];
        since = 0;
      }
      if (grid.cadence * static_cast<long>(since) + age <= longest_gap)
        newest_at[key_of(segment.start + grid.cadence * static_cast<long>(i))] = newest;
    }
  }
  std::vector<float> newest;
  for (const auto time : times) {
    const auto found = newest_at.find(key_of(time - age));
    newest.push_back(found == newest_at.end() ? missing : found->second);
  }
  return newest;
}

bool is_station_channel(const std::string& name) {
  return name == quick_index_channel || name == quick_index_error_channel;
}

/// `grid` with the estimates from observatories that `ages` asks for, and no others.
Series with_estimates(Series grid, const DataAges& ages) {
  if (ages.stations == StationSource::measured) return grid;
  std::erase_if(grid.channels, [](const Channel& channel) { return is_station_channel(channel.name); });
  if (ages.stations == StationSource::simulated) add_drawn_estimates(grid, ages.index);
  return grid;
}

/// What is known at an issue time if the data come late.
class KnownWhenLate {
 public:
  KnownWhenLate(const Series& grid, const DataAges& ages) : grid_(grid), ages_(ages) {}

  /// The data of `reach` before the issue time, without what has not come yet.
  Series at(Time time, Minutes reach) const {
    return slice(seen(time, reach), time - reach, time + Minutes{1});
  }

  std::optional<GapPath> path_to(Time time) const { return path_through_gap(seen(time, Minutes{0}), time); }

  /// The same with SYM-H estimated up to the issue time; keeps the path.
  Series completed_at(Time time, Minutes reach, Paths& paths) const {
    auto known = seen(time, reach);
    if (auto path = path_through_gap(known, time)) {
      put_path(known, *path);
      paths.emplace(key_of(time), std::move(*path));
    }
    return slice(known, time - reach, time + Minutes{1});
  }

 private:
  /// More than `reach`: as much as a path needs.
  Series seen(Time time, Minutes reach) const {
    auto known =
        slice(grid_, time - std::min(ages_.index, longest_gap) - reach - read_before_path, time + Minutes{1});
    known.add("sym_h");
    for (auto& channel : known.channels) {
      if (channel.name == "sym_h") hide(known, channel, time, ages_.index);
      if (channel.name == dst_channel) hide(known, channel, time, dst_delay);
      if (is_solar_wind_channel(channel.name)) hide(known, channel, time, ages_.wind);
      if (is_station_channel(channel.name)) hide(known, channel, time, station_delay);
    }
    return known;
  }

  /// Values stamped after time - age have not come yet.
  static void hide(const Series& series, Channel& channel, Time time, Minutes age) {
    for (const auto& segment : series.segments)
      for (std::size_t i = 0; i < segment.count; ++i)
        if (age > longest_gap || segment.start + series.cadence * static_cast<long>(i) > time - age)
          channel.values[segment.first + i] = missing;
  }

  const Series& grid_;
  const DataAges& ages_;
};

/// Bands get the error of the estimates.
void widen(LeadTimeForecasts& lead, const Paths& paths) {
  for (std::size_t i = 0; i < lead.issue_time.size() && !lead.q05_nt.empty(); ++i) {
    const auto found = paths.find(key_of(lead.issue_time[i]));
    if (found == paths.end()) continue;
    const auto band =
        widened({lead.q05_nt[i], lead.q95_nt[i]}, lead.forecast_nt[i], found->second, lead.lead_time);
    lead.q05_nt[i] = band.low_nt;
    lead.q95_nt[i] = band.high_nt;
  }
}

std::string lateness_text(Minutes age) {
  return age == Minutes{0} ? "in time" : age > longest_gap ? "absent" : format_duration(age) + " late";
}

void require_usable(const Ensemble& ensemble, const DataAges& ages) {
  if (can_bridge_gap(ensemble)) return;
  constexpr auto needs = "a model must forecast sym_h and take solar wind, all members at one cadence";
  throw UsageError(ages.wind > Minutes{0}
                       ? fmt::format("'{}' cannot be scored with a late solar wind: {}", ensemble.name, needs)
                       : fmt::format("'{}' cannot bridge a late index: {}", ensemble.name, needs));
}

/// Members that were not trained with estimates from observatories take them in the place of a fresh SYM-H.
bool completed_as_fresh(const Ensemble& ensemble, const DataAges& ages) {
  return ages.stations != StationSource::none && !takes_stations(ensemble);
}

Combining combining(const Ensemble& ensemble, const DataAges& ages) {
  if (completed_as_fresh(ensemble, ages)) return ensemble.combining();
  return ensemble.combining(ages.index, ages.stations != StationSource::none);
}

/// The forecasts of the members at an age at which they count.
class MembersWhenLate {
 public:
  MembersWhenLate(const Ensemble& ensemble, const Series& grid, const DataAges& ages)
      : ensemble_(ensemble), grid_(grid), ages_(ages) {
    const auto weights = combining(ensemble, ages).weights;
    const bool stations = ages.stations != StationSource::none;
    for (std::size_t m = 0; m < ensemble.members.size(); ++m) {
      const auto& model = ensemble.members[m].model;
      tables_.push_back(without_forecasts(model));
      if (std::ranges::all_of(weights[m], [](double weight) { return weight == 0; })) continue;
      (sees_gap(model.config.windows, stations) ? bridging_ : completed_).push_back(m);
    }
  }

  /// With the solar wind in time, one series serves all issue times of a member that bridges the gap.
  void forecast_bridging(const std::vector<Time>& issue_times, const HindcastRange& range,
                         const std::function<void(double)>& on_share) {
    if (ages_.wind > Minutes{0}) {
      const KnownWhenLate known(grid_, ages_);
      const auto reach = longest(bridging_);
      forecast(
          bridging_, reach, issue_times, [&](Time time) { return known.at(time, reach); }, on_share);
      return;
    }
    auto members = hindcast_members(ensemble_, bridging_, grid_, range, on_share,
                                    IndexAge::fixed(ages_.index, station_delay));
    for (auto& [m, table] : members.tables) tables_[m] = std::move(table);
  }

  /// The members that see the estimated path in place of SYM-H.
  void forecast_completed(const std::vector<Time>& issue_times, Paths& paths,
                          const std::function<void(double)>& on_share) {
    const KnownWhenLate known(grid_, ages_);
    const auto reach = longest(completed_);
    forecast(
        completed_, reach, issue_times, [&](Time time) { return known.completed_at(time, reach, paths); },
        on_share);
    if (!widens_members(ensemble_, ages_.stations != StationSource::none)) return;
    for (const auto m : completed_)
      for (auto& lead : tables_[m].leads) widen(lead, paths);
  }

  std::vector<ForecastTable> tables() && { return std::move(tables_); }

 private:
  using Places = std::vector<std::size_t>;

  Minutes longest(const Places& places) const {
    Minutes reach{0};
    for (const auto m : places) reach = std::max(reach, reach_of(ensemble_.members[m].model.config.windows));
    return reach + grid_.cadence;
  }

  void forecast(const Places& places, Minutes reach, const std::vector<Time>& issue_times,
                const KnownAt& known, const std::function<void(double)>& on_share) {
    EachIssueTime each{.models = {}, .reach = reach, .known = known};
    for (const auto m : places) each.models.push_back(&ensemble_.members[m].model);
    auto forecasts = hindcast_each(each, issue_times, grid_.cadence, on_share);
    for (std::size_t i = 0; i < places.size(); ++i) tables_[places[i]] = std::move(forecasts[i]);
  }

  const Ensemble& ensemble_;
  const Series& grid_;
  const DataAges& ages_;
  std::vector<ForecastTable> tables_;
  Places bridging_, completed_;
};

}  // namespace

void require_whole_samples(const char* option, Minutes age, Minutes cadence) {
  if (age <= Minutes{0} || age > longest_gap || age % cadence == Minutes{0}) return;
  throw UsageError(fmt::format("{} {}: the samples of the model are of {}; give a whole number of them",
                               option, format_duration(age), format_duration(cadence)));
}

LatePaths::LatePaths(const Series& series, Minutes cadence, const DataAges& ages)
    : grid_(with_estimates(resample(series, cadence), ages)), ages_(ages) {}

std::optional<Marginal> LatePaths::start_at(Time time) const {
  const auto path = KnownWhenLate(grid_, ages_).path_to(time);
  if (!path || path->sym_h_nt.empty()) return std::nullopt;
  const double now_nt = path->sym_h_nt.back(), half_width_nt = gap_half_width_nt(*path);
  return Marginal{Minutes{0}, now_nt, now_nt - half_width_nt, now_nt + half_width_nt};
}

Hindcast hindcast_with_late_data(const Ensemble& ensemble, const Series& series, const DataAges& ages,
                                 const HindcastRange& range, const std::function<void(double)>& on_share) {
  require_usable(ensemble, ages);
  auto config = quickest(ensemble).config.windows;
  config.stride = config.cadence;
  const auto grid = with_estimates(resample(series, config.cadence), ages);
  const auto prepared = prepare(grid, config);
  auto issue = issue_rows(prepared, config, false);
  erase_if(issue.rows, [&](std::int64_t row) {
    return !range.holds(prepared.grid.time_of(static_cast<std::size_t>(row)));
  });
  if (issue.rows.empty())
    throw DataError("no issue time in the range has enough history; give more data or another range");
  auto all = observations(prepared, config, issue.rows);
  label_storms(all, prepared);
  const auto& issue_times = all.leads.front().issue_time;
  MembersWhenLate members(ensemble, grid, ages);
  Paths paths;
  members.forecast_bridging(issue_times, range, on_share);
  members.forecast_completed(issue_times, paths, on_share);
  const bool stations = ages.stations != StationSource::none;
  const bool as_fresh = completed_as_fresh(ensemble, ages);
  const auto forecasts =
      combine(ensemble, std::move(members).tables(), as_fresh ? Minutes{0} : ages.index, stations);
  if (forecasts.leads.front().issue_time.empty())
    throw DataError(
        fmt::format("no forecast is possible with SYM-H {} and the solar wind {}; give longer data, or a "
                    "model that holds "
                    "its inputs longer (windows.fill_limit)",
                    lateness_text(ages.index), lateness_text(ages.wind)));
  Hindcast result{in_order(all, forecasts), {issue.missing_inputs, issue.missing_targets}};
  for (auto& lead : result.table.leads) {
    lead.baselines_nt["persistence"] = newest_values(grid, lead.issue_time, ages.index);
    if (!widens_members(ensemble, stations)) widen(lead, paths);
  }
  return result;
}

}  // namespace symh
