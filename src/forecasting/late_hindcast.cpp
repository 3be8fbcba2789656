#include "forecasting/late_hindcast.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "core/error.h"
#include "forecasting/combine.h"
#include "forecasting/late_index.h"
#include "forecasting/latest.h"
#include "series/hourly_dst.h"
#include "series/transforms.h"

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

void append_segment(Series& to, const Series& from) {
  if (to.channels.empty())
    for (const auto& channel : from.channels) to.channels.push_back({channel.name, {}});
  for (const auto& segment : from.segments)
    to.segments.push_back({segment.start, to.size() + segment.first, segment.count});
  to.status.insert(to.status.end(), from.status.begin(), from.status.end());
  for (std::size_t c = 0; c < to.channels.size(); ++c)
    to.channels[c].values.insert(to.channels[c].values.end(), from.channels[c].values.begin(),
                                 from.channels[c].values.end());
}

/// The forecasts of members that take an estimated SYM-H: each issue time has data of its own, which end
/// there.
class LateHindcast {
 public:
  using Members = std::vector<const Model*>;

  LateHindcast(const Ensemble& ensemble, const Series& grid, Minutes age)
      : grid_(grid), age_(age), rows_(longest_reach(ensemble) / grid.cadence + 2) {}

  /// So many passes cover all issue times: within a pass their data must not overlap.
  long passes() const { return rows_; }

  /// Appends the forecasts of the issue times of one pass to the table of each member.
  void forecast(const std::vector<Time>& issue_times, long pass, const Members& members,
                const std::vector<ForecastTable*>& tables, Paths& paths) const {
    const auto known = data_of(issue_times, pass, paths);
    if (known.empty()) return;
    for (std::size_t m = 0; m < members.size(); ++m) {
      const auto table = of_member(*members[m], known);
      if (!table.leads.front().issue_time.empty()) append(*tables[m], table);
    }
  }

 private:
  /// A segment for each issue time, which is its last row.
  Series data_of(const std::vector<Time>& issue_times, long pass, Paths& paths) const {
    Series known;
    known.cadence = grid_.cadence;
    known.stamp = grid_.stamp;
    known.solar_wind_at = grid_.solar_wind_at;
    for (const auto time : issue_times) {
      if (key_of(time) / grid_.cadence.count() % rows_ != pass) continue;
      const Minutes before = grid_.cadence * (rows_ - 1);
      auto recent =
          slice(grid_, time - std::min(age_, longest_gap) - before - before_path, time + Minutes{1});
      hide_index(recent, time);
      if (auto path = path_through_gap(recent, time)) {
        put_path(recent, *path);
        paths.emplace(key_of(time), std::move(*path));
      }
      append_segment(known, slice(recent, time - before, time + Minutes{1}));
    }
    return known;
  }

  /// SYM-H stamped after time - age has not come yet, nor Dst of an hour that ended within dst_delay.
  void hide_index(Series& series, Time time) const {
    if (auto* dst = series.find(dst_channel))
      for (std::size_t row = series.size(); row-- > 0 && series.time_of(row) > time - dst_delay;)
        dst->values[row] = missing;
    auto& values = series.add("sym_h").values;
    for (const auto& segment : series.segments)
      for (std::size_t i = 0; i < segment.count; ++i)
        if (age_ > longest_gap || segment.start + series.cadence * static_cast<long>(i) > time - age_)
          values[segment.first + i] = missing;
  }

  static ForecastTable of_member(const Model& model, const Series& series) {
    auto config = model.config.windows;
    config.stride = config.cadence;
    const auto prepared = std::make_shared<const Prepared>(prepare(series, config));
    Rows rows;
    for (const auto& segment : prepared->grid.segments) {
      const auto row = segment.first + segment.count - 1;
      if (prepared->history(row) >= shortest_history(config)) rows.push_back(static_cast<std::int64_t>(row));
    }
    return hindcast(model, Windows(prepared, config, model.scaling, rows));
  }

  static constexpr Minutes before_path{2880 + 120};  ///< of the data that path_through_gap() looks at
  const Series& grid_;
  Minutes age_;
  long rows_;
};

/// Persistence is the newest value that has come; bands that were calibrated without a gap are widened().
void note_paths(LeadTimeForecasts& lead, const Series& grid, Minutes age, const Paths& paths, bool widen) {
  auto& persistence = lead.baselines_nt["persistence"];
  const auto newest = newest_values(grid, lead.issue_time, age);
  persistence = newest;
  for (std::size_t i = 0; i < lead.issue_time.size() && widen && !lead.q05_nt.empty(); ++i) {
    const auto found = paths.find(key_of(lead.issue_time[i]));
    if (found == paths.end()) continue;
    const auto band =
        widened({lead.q05_nt[i], lead.q95_nt[i]}, lead.forecast_nt[i], found->second, lead.lead_time);
    lead.q05_nt[i] = band.low_nt;
    lead.q95_nt[i] = band.high_nt;
  }
}

/// Puts the observations and storms of `all` to the forecasts, which are in any order.
ForecastTable in_order(const ForecastTable& all, const ForecastTable& forecasts) {
  auto table = all;
  table.model = forecasts.model;
  for (std::size_t l = 0; l < all.leads.size(); ++l) {
    auto& lead = table.leads[l];
    const auto& from = forecasts.leads.at(l);
    std::unordered_map<long, std::size_t> places;
    for (std::size_t i = 0; i < from.issue_time.size(); ++i) places[key_of(from.issue_time[i])] = i;
    const auto count = lead.issue_time.size();
    const auto fill = [&](std::vector<float>& to, const std::vector<float>& values) {
      to.assign(values.empty() ? 0 : count, missing);
      for (std::size_t i = 0; i < count && !values.empty(); ++i)
        if (const auto found = places.find(key_of(lead.issue_time[i])); found != places.end())
          to[i] = values[found->second];
    };
    fill(lead.forecast_nt, from.forecast_nt);
    fill(lead.q05_nt, from.q05_nt);
    fill(lead.q50_nt, from.q50_nt);
    fill(lead.q95_nt, from.q95_nt);
    lead.baselines_nt.clear();
    for (const auto& [name, values] : from.baselines_nt) fill(lead.baselines_nt[name], values);
  }
  return table;
}

}  // namespace

Hindcast hindcast_with_late_index(const Ensemble& ensemble, const Series& series, Minutes age,
                                  const HindcastRange& range, const std::function<void(double)>& on_share) {
  if (!can_bridge_gap(ensemble))
    throw UsageError(fmt::format(
        "'{}' cannot bridge a late index: a model must forecast sym_h and take solar wind, all members at "
        "one cadence",
        ensemble.name));
  auto config = quickest(ensemble).config.windows;
  config.stride = config.cadence;
  const auto grid = resample(series, config.cadence);
  const auto prepared = prepare(grid, config);
  auto issue = issue_rows(prepared, config, false);
  erase_if(issue.rows, [&](std::int64_t row) {
    return !range.holds(prepared.grid.time_of(static_cast<std::size_t>(row)));
  });
  if (issue.rows.empty())
    throw DataError("no issue time in the range has enough history; give more data or another range");
  auto all = observations(prepared, config, issue.rows);
  label_storms(all, prepared);
  const auto weights = ensemble.combining(age).weights;
  std::vector<ForecastTable> tables;
  LateHindcast::Members estimated;  // members that take an estimated SYM-H
  std::vector<std::size_t> places;
  for (std::size_t m = 0; m < ensemble.members.size(); ++m) {
    const auto& model = ensemble.members[m].model;
    tables.push_back(without_forecasts(model));
    if (std::ranges::all_of(weights[m], [](double weight) { return weight == 0; })) continue;
    if (bridges_gap(model.config.windows)) {
      tables[m] = hindcast(model, grid, range, on_share, IndexAge::fixed(age)).table;
      continue;
    }
    estimated.push_back(&model);
    places.push_back(m);
  }
  std::vector<ForecastTable*> their_tables;
  for (const auto m : places) their_tables.push_back(&tables[m]);
  const LateHindcast late(ensemble, grid, age);
  Paths paths;
  for (long pass = 0; pass < late.passes() && !estimated.empty(); ++pass) {
    late.forecast(all.leads.front().issue_time, pass, estimated, their_tables, paths);
    on_share(static_cast<double>(pass + 1) / static_cast<double>(late.passes()));
  }
  const auto forecasts = combine(ensemble, std::move(tables), age);
  if (forecasts.leads.front().issue_time.empty())
    throw DataError(
        fmt::format("no forecast is possible with SYM-H {} late; give longer data", format_duration(age)));
  Hindcast result{in_order(all, forecasts), {issue.missing_inputs, issue.missing_targets}};
  for (auto& lead : result.table.leads) note_paths(lead, grid, age, paths, ensemble.when_late.empty());
  return result;
}

}  // namespace symh
