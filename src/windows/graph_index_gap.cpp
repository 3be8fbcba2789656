#include "windows/graph_index_gap.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "graph/number.h"
#include "physics/gap_path.h"
#include "physics/solar_wind.h"
#include "windows/graph_ring_current_run.h"

namespace symh {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// [1, count] float64: first, first + 1 …
graph::Value counted(graph::Graph& graph, double first, std::int64_t count) {
  std::vector<double> places(static_cast<std::size_t>(count));
  std::iota(places.begin(), places.end(), first);
  return graph.constant(places, {1, count});
}

}  // namespace

GraphIndexGap::GraphIndexGap(const GraphSeries& series, Minutes fill_limit, WindPosition position)
    : series_(series),
      wind_(graph_wind(series, fill_limit)),
      rows_(std::min<std::int64_t>(longest_gap / series.cadence + 1, series.steps)),
      none_(wind_.first),
      steps_(wind_.first),
      estimates_nt_(wind_.first),
      from_quiet_nt_(wind_.first),
      errors_nt_(wind_.first),
      path_nt_(wind_.first) {
  auto& graph = series.graph();
  const std::vector<RingCurrentModel> models(gap_ring_current_models().begin(),
                                             gap_ring_current_models().end());
  const auto [star, kept, pressure_nt] = graph_ring_current_run(series, wind_, position, models, rows_);

  // The newest value, as a row of the run: 0 is the row where the run from quiet starts.
  const auto known = !is_nan(slice(observed_nt(), 1, -rows_));
  const auto found = reduce_max(precise(known) * counted(graph, 1, rows_), 1);
  none_ = less(found, 0.5);
  const auto row = where(none_, static_cast<double>(rows_ - 1), found - 1.0);
  steps_ = static_cast<double>(rows_ - 1) - row;
  const auto place = cast(row, graph::DataType::int64);
  const auto of_each_law = index(reshape(place, {-1, 1, 1}), 1, std::vector<std::int64_t>(models.size(), 0));
  const auto at_newest = [&](graph::Value runs) { return select(gather(runs, 2, of_each_law), 2, 0); };
  const auto pressure_then = gather(pressure_nt, 1, unsqueeze(place, 1));
  const auto end = [](graph::Value runs) { return select(runs, 2, -1); };
  const auto star_then = unsqueeze(precise(newest_nt(0)), 1) - pressure_then;
  const auto pressure_now = slice(pressure_nt, 1, -1);
  from_quiet_nt_ = end(star) + pressure_now;
  errors_nt_ = star_then - at_newest(star);
  const auto from_newest = from_quiet_nt_ + end(kept) / at_newest(kept) * errors_nt_;
  estimates_nt_ = where(unsqueeze(none_, 1), from_quiet_nt_, from_newest);
  const auto error = unsqueeze(where(unsqueeze(none_, 1), 0.0, errors_nt_ / at_newest(kept)), 2);
  const auto runs = star + kept * error;
  path_nt_ = mean_of_laws(select(runs, 1, 0), select(runs, 1, 1)) + pressure_nt;
}

GraphSeries GraphIndexGap::completed() const {
  auto& graph = series_.graph();
  const auto row = counted(graph, 0, series_.steps);
  const auto newest = static_cast<double>(series_.steps - 1) - steps_;
  const auto shortest = static_cast<double>(shortest_run_from_quiet / series_.cadence);
  const auto too_short =
      none_ && less(static_cast<double>(series_.steps - 1) - select(wind_.first, 1, 0), shortest);
  const auto after = (less(unsqueeze(newest, 1), row) || unsqueeze(none_, 1)) && !unsqueeze(too_short, 1);
  const auto path = pad_in_front(as_channel(path_nt_), {0, series_.steps - rows_}, nan);
  auto result = series_;
  const auto channel = std::ranges::find(series_.channels, "sym_h") - series_.channels.begin();
  std::vector<graph::Value> columns;
  if (channel > 0) columns.push_back(slice(series_.values, 2, 0, channel));
  columns.push_back(unsqueeze(where(after, path, observed_nt()), 2));
  if (channel + 1 < std::ssize(series_.channels)) columns.push_back(slice(series_.values, 2, channel + 1));
  result.values = concat(columns, 2);
  return result;
}

/// [B, steps] float32, as given.
graph::Value GraphIndexGap::observed_nt() const {
  const auto channel = std::ranges::find(series_.channels, "sym_h") - series_.channels.begin();
  return select(series_.values, 2, channel);
}

graph::Value GraphIndexGap::newest_nt(std::int64_t steps_before) const {
  const auto row = static_cast<double>(series_.steps - 1 - steps_before) - steps_;
  const auto place = cast(where(less(row, 0), 0.0, row), graph::DataType::int64);
  const auto value = select(gather(observed_nt(), 1, unsqueeze(place, 1)), 1, 0);
  return where(none_ || less(row, 0), nan, value);
}

graph::Value GraphIndexGap::estimate_nt() const {
  const auto mean = mean_of_laws(select(estimates_nt_, 1, 0), select(estimates_nt_, 1, 1));
  const auto fresh = less(steps_, 0.5) && !none_;
  return where(fresh, newest_nt(0), as_channel(mean));
}

graph::Value GraphIndexGap::wind_means() const {
  std::vector<graph::Value> means;
  const auto given = precise(series_.given);
  for (const auto& values : {precise(wind_.bz_nt), precise(wind_.speed_km_s), wind_.vbs_mv_m,
                             wind_.newell_mv_m, wind_.root_of_npa})
    for (const auto& stretch : wind_stretches(series_.cadence)) {
      const auto rows = [&](graph::Value x) {
        return slice(x, 1, series_.steps - static_cast<std::int64_t>(stretch.farthest),
                     series_.steps - static_cast<std::int64_t>(stretch.nearest));
      };
      const auto there = rows(given);
      means.push_back(unsqueeze(as_channel(reduce_sum(rows(values) * there, 1) / reduce_sum(there, 1)), 1));
    }
  return concat(means, 1);
}

}  // namespace symh
