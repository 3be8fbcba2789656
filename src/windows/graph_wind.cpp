#include "windows/graph_wind.h"

#include <algorithm>

#include "graph/number.h"
#include "physics/coupling.h"
#include "physics/solar_wind.h"

namespace symh {
namespace {

graph::Value quiet_where_missing(graph::Value x, double quiet) { return where(is_nan(x), quiet, x); }

}  // namespace

GraphWind graph_wind(const GraphSeries& series, Minutes fill_limit) {
  const GraphChannels channels(series, fill_limit, series.steps);
  const auto column = [&](const char* name, double quiet) {
    const bool there = std::ranges::find(series.channels, name) != series.channels.end();
    const auto x = there ? channels(name) : select(series.values, 2, 0) * 0.0 + quiet;
    return quiet_where_missing(x, quiet);
  };
  const auto speed = quiet_where_missing(*series.held_speed, quiet_speed_km_s);
  const auto by = column("by_gsm", 0), bz = column("bz_gsm", 0);
  const auto count = reduce_sum(precise(series.given), 1);
  return {.speed_km_s = speed,
          .bz_nt = bz,
          .vbs_mv_m = precise(southward_electric_field(speed, bz)),
          .newell_mv_m = precise(newell_electric_field(newell_coupling(speed, by, bz))),
          .root_of_npa = precise(root_of_pressure(column("density", quiet_density_cm3), speed)),
          .first = unsqueeze(static_cast<double>(series.steps) - count, 1)};
}

graph::Value between_rows(graph::Value samples, std::int64_t axis, graph::Value places, std::int64_t steps) {
  const auto newest = static_cast<double>(steps - 1);
  const auto below = cast(places, graph::DataType::int64);
  const auto above = where(less(below, newest), below + 1, below);
  const auto share = places - precise(below);
  return (1.0 - share) * gather(samples, axis, below) + share * gather(samples, axis, above);
}

}  // namespace symh
