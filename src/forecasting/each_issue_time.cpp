#include "forecasting/each_issue_time.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>

#include "forecasting/combine.h"
#include "forecasting/hindcast.h"
#include "forecasting/latest.h"

namespace symh {
namespace {

long key_of(Time time) { return time.time_since_epoch().count(); }

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

/// A segment for each of the issue times, which is its last row.
Series joined(const std::vector<Time>& issue_times, const KnownAt& known) {
  Series all;
  for (const auto time : issue_times) {
    const auto one = known(time);
    if (one.empty()) continue;
    all.cadence = one.cadence;
    all.stamp = one.stamp;
    all.solar_wind_at = one.solar_wind_at;
    append_segment(all, one);
  }
  return all;
}

/// The windows of a series that end at the issue times, prepared once for all models that see the same.
class LastWindows {
 public:
  LastWindows(const Series& series, const std::vector<Time>& issue_times)
      : series_(series), issue_times_(issue_times) {}

  ForecastTable forecast(const Model& model) {
    auto config = model.config.windows;
    config.stride = config.cadence;
    auto& part = parts_[windows_key(config)];
    if (!part.prepared) part = prepare_part(config);
    return hindcast(model, part);
  }

 private:
  SharedWindows prepare_part(const WindowsConfig& config) const {
    const auto prepared = std::make_shared<const Prepared>(prepare(series_, config));
    Rows rows;
    for (const auto& segment : prepared->grid.segments) {
      const auto row = segment.first + segment.count - 1;
      // Data with a hole have a segment that ends before their issue time.
      const bool is_issue = std::ranges::binary_search(issue_times_, prepared->grid.time_of(row));
      if (is_issue && prepared->history(row) >= shortest_history(config))
        rows.push_back(static_cast<std::int64_t>(row));
    }
    return share_windows(prepared, config, std::move(rows));
  }

  const Series& series_;
  const std::vector<Time>& issue_times_;  ///< rising
  std::map<std::string, SharedWindows> parts_;
};

}  // namespace

std::vector<ForecastTable> hindcast_each(const EachIssueTime& data, const std::vector<Time>& issue_times,
                                         Minutes cadence, const std::function<void(double)>& on_share) {
  std::vector<ForecastTable> tables;
  for (const auto* model : data.models) tables.push_back(without_forecasts(*model));
  // Within a pass the data of two issue times do not overlap.
  const long passes = data.reach / cadence + 2;
  for (long pass = 0; pass < passes && !tables.empty(); ++pass) {
    std::vector<Time> now;
    for (const auto time : issue_times)
      if (key_of(time) / cadence.count() % passes == pass) now.push_back(time);
    const auto known = joined(now, data.known);
    on_share(static_cast<double>(pass + 1) / static_cast<double>(passes));
    if (known.empty()) continue;
    LastWindows windows(known, now);
    for (std::size_t m = 0; m < tables.size(); ++m) {
      const auto table = windows.forecast(*data.models[m]);
      if (!table.leads.front().issue_time.empty()) append(tables[m], table);
    }
  }
  return tables;
}

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

}  // namespace symh
