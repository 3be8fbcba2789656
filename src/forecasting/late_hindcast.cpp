#include "forecasting/late_hindcast.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "core/error.h"
#include "forecasting/combine.h"
#include "forecasting/late_index.h"
#include "forecasting/latest.h"
#include "series/transforms.h"

namespace symh {
namespace {

/// The issue times of one pass, each with the end of the data that it knows.
struct Pass {
  Series series;  ///< a segment for each issue time, which is its last row
  std::unordered_map<long, GapPath> paths;
};

long key_of(Time time) { return time.time_since_epoch().count(); }

/// The member with the most issue times looks back least.
const Model& quickest(const Ensemble& ensemble) {
  const auto lookback = [](const Member& member) { return member.model.config.windows.lookback; };
  return std::ranges::min_element(ensemble.members, {}, lookback)->model;
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

class LateHindcast {
 public:
  LateHindcast(const Ensemble& ensemble, Series grid, Minutes age)
      : ensemble_(ensemble), grid_(std::move(grid)), age_(age) {
    rows_ = longest_reach(ensemble) / grid_.cadence + 2;
  }

  /// So many passes cover all issue times: within a pass their data must not overlap.
  long passes() const { return rows_; }

  /// The combined forecasts of the issue times of one pass.
  ForecastTable forecasts(const std::vector<Time>& issue_times, long pass) const {
    const auto known = data_of(issue_times, pass);
    if (known.series.empty()) return {};
    std::vector<ForecastTable> tables;
    for (const auto& member : ensemble_.members) tables.push_back(of_member(member.model, known.series));
    auto table = combine(ensemble_, std::move(tables));
    for (auto& lead : table.leads) note_paths(lead, known);
    return table;
  }

 private:
  Pass data_of(const std::vector<Time>& issue_times, long pass) const {
    Pass known;
    known.series.cadence = grid_.cadence;
    known.series.stamp = grid_.stamp;
    known.series.solar_wind_at = grid_.solar_wind_at;
    for (const auto time : issue_times) {
      if (key_of(time) / grid_.cadence.count() % rows_ != pass) continue;
      const Minutes before = grid_.cadence * (rows_ - 1);
      auto recent = slice(grid_, time - age_ - before - longest_delay, time + Minutes{1});
      hide_index(recent, time);
      auto path = path_through_gap(recent, time);
      if (path) {
        put_path(recent, *path);
        known.paths.emplace(key_of(time), std::move(*path));
      }
      append_segment(known.series, slice(recent, time - before, time + Minutes{1}));
    }
    return known;
  }

  /// SYM-H stamped after time - age has not come yet.
  void hide_index(Series& series, Time time) const {
    auto& values = series.add("sym_h").values;
    for (const auto& segment : series.segments)
      for (std::size_t i = 0; i < segment.count; ++i)
        if (segment.start + series.cadence * static_cast<long>(i) > time - age_)
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

  /// Persistence and bands as note_path() has them.
  static void note_paths(LeadTimeForecasts& lead, const Pass& known) {
    for (std::size_t i = 0; i < lead.issue_time.size(); ++i) {
      const auto found = known.paths.find(key_of(lead.issue_time[i]));
      if (found == known.paths.end()) continue;
      const auto& path = found->second;
      lead.baselines_nt.at("persistence")[i] = path.last_nt;
      if (lead.q05_nt.empty()) continue;
      const auto band = widened({lead.q05_nt[i], lead.q95_nt[i]}, lead.forecast_nt[i], path, lead.lead_time);
      lead.q05_nt[i] = band.low_nt;
      lead.q95_nt[i] = band.high_nt;
    }
  }

  static constexpr Minutes longest_delay{120};
  const Ensemble& ensemble_;
  Series grid_;
  Minutes age_;
  long rows_ = 0;
};

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
  auto grid = resample(series, config.cadence);
  const auto prepared = prepare(grid, config);
  auto issue = issue_rows(prepared, config, false);
  erase_if(issue.rows, [&](std::int64_t row) {
    const Time time = prepared.grid.time_of(static_cast<std::size_t>(row));
    return (range.from && time < *range.from) || (range.to && time > *range.to);
  });
  if (issue.rows.empty())
    throw DataError("no issue time in the range has enough history; give more data or another range");
  auto all = observations(prepared, config, issue.rows);
  label_storms(all, prepared);
  const LateHindcast late(ensemble, std::move(grid), age);
  ForecastTable forecasts;
  for (long pass = 0; pass < late.passes(); ++pass) {
    const auto some = late.forecasts(all.leads.front().issue_time, pass);
    if (!some.leads.empty()) append(forecasts, some);
    on_share(static_cast<double>(pass + 1) / static_cast<double>(late.passes()));
  }
  if (forecasts.leads.empty())
    throw DataError(
        fmt::format("no forecast is possible with SYM-H {} late; give longer data", format_duration(age)));
  return {in_order(all, forecasts), {issue.missing_inputs, issue.missing_targets}};
}

}  // namespace symh
