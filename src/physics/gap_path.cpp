#include "physics/gap_path.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "physics/quick_index_error.h"
#include "physics/ring_current_run.h"
#include "physics/solar_wind.h"
#include "physics/station_correction.h"
#include "series/hourly_dst.h"

namespace symh {
namespace {

struct Observation {
  Time time;
  float value_nt;
};

std::optional<Observation> last_observation(const Series& series, Time to) {
  const auto* index = series.find("sym_h");
  if (index == nullptr) return std::nullopt;
  for (auto segment = series.segments.rbegin(); segment != series.segments.rend(); ++segment)
    for (std::size_t i = segment->count; i-- > 0;) {
      const Time stamp = segment->start + series.cadence * static_cast<long>(i);
      if (to - stamp > longest_gap) return std::nullopt;
      const float value = index->values[segment->first + i];
      if (stamp <= to && !std::isnan(value)) return Observation{stamp, value};
    }
  return std::nullopt;
}

/// What a path is made from beside the solar wind.
constexpr std::array<std::string_view, 4> beside_wind{"sym_h", dst_channel, quick_index_channel,
                                                      quick_index_error_channel};

/// Solar wind, SYM-H, Dst and estimates from observatories of `series` from `from` to `to` on one grid
/// without holes, where a hole is missing values.
Series on_one_grid(const Series& series, Time from, Time to) {
  Series grid;
  grid.cadence = series.cadence;
  grid.solar_wind_at = series.solar_wind_at;
  const auto count = static_cast<std::size_t>((to - from) / series.cadence) + 1;
  grid.segments = {{from, 0, count}};
  grid.status.assign(count, Status::unknown);
  for (const auto& channel : series.channels) {
    if (!is_solar_wind_channel(channel.name) &&
        std::ranges::find(beside_wind, channel.name) == beside_wind.end())
      continue;
    auto& values = grid.add(channel.name).values;
    for (const auto& segment : series.segments)
      for (std::size_t i = 0; i < segment.count; ++i) {
        const auto steps = (segment.start - from) / series.cadence + static_cast<long>(i);
        if (steps >= 0 && steps < static_cast<long>(count))
          values[static_cast<std::size_t>(steps)] = channel.values[segment.first + i];
      }
  }
  return grid;
}

/// Adds what hourly Dst corrects, if `grid` has it.
void anchor_by_dst(GapPath& path, const Series& grid, const AnchoredPath& estimate) {
  const auto *dst = grid.find(dst_channel), *index = grid.find("sym_h");
  if (dst == nullptr) return;
  const std::vector<float> none(index == nullptr ? grid.size() : 0, missing);
  const DstAnchor anchor(grid, dst->values, index == nullptr ? none : index->values);
  path.anchor = anchor.correction(estimate, Minutes{0});
  if (!path.anchor) return;
  const auto corrections = anchor.corrections(estimate);
  for (std::size_t i = 0; i < path.sym_h_nt.size(); ++i)
    path.sym_h_nt[i] += static_cast<float>(corrections[i + 1]);
}

/// Adds what estimates from observatories correct, if `grid` has them. `law` runs from row `from`.
void correct_by_stations(GapPath& path, const Series& grid, const RingCurrentRun& law, std::size_t from) {
  const auto *values = grid.find(quick_index_channel), *errors = grid.find(quick_index_error_channel);
  if (values == nullptr || errors == nullptr) return;
  const auto longest = static_cast<std::size_t>(longest_station_delay / path.cadence);
  std::optional<StationCorrection> newest;
  double newest_nt = 0;
  std::size_t at = 0;
  for (std::size_t i = 0; i < path.sym_h_nt.size(); ++i) {
    const auto row = from + 1 + i;
    const UncertainIndex estimate{static_cast<double>(values->values[row]),
                                  static_cast<double>(errors->values[row])};
    const double path_nt = path.sym_h_nt[i];
    if (!std::isnan(estimate.nt) && !std::isnan(estimate.deviation_nt)) {
      const auto lateness = path.last_nt ? path.cadence * static_cast<long>(i + 1) : no_index_age;
      double deviation = path_deviation_nt(lateness, path_nt);
      if (path.anchor) deviation = std::min(deviation, path.anchor->deviation_nt);
      newest = corrected_by({path_nt, deviation}, estimate);
      newest_nt = estimate.nt;
      at = row;
    }
    if (!newest || row - at > longest) continue;
    const auto since = path_deviation_nt(path.cadence * static_cast<long>(row - at), newest_nt);
    const auto now = later(*newest, law.kept(at, row), since);
    path.sym_h_nt[i] += static_cast<float>(now.nt);
    if (row + 1 == grid.size())
      path.stations = {path.start + path.cadence * static_cast<long>(at - from), now.deviation_nt};
  }
}

}  // namespace

std::optional<GapPath> path_through_gap(const Series& series, Time to) {
  if (series.empty() || !has_solar_wind(series) || series.solar_wind_at == WindPosition::unknown)
    return std::nullopt;
  const auto known = last_observation(series, to);
  if (known ? known->time == to : to - series.first_time() < shortest_run_from_quiet) return std::nullopt;
  // More than the way from L1, because a speed is held for long; the offset of Dst needs two days.
  const Minutes before = series.find(dst_channel) != nullptr ? dst_offset_span : Minutes{1440};
  const auto rows_before = static_cast<std::size_t>(before / series.cadence) + 1;
  GapPath path{.start = known ? known->time : to - longest_gap / series.cadence * series.cadence,
               .last_nt = known ? std::optional(known->value_nt) : std::nullopt,
               .cadence = series.cadence,
               .sym_h_nt = {}};
  const auto grid = on_one_grid(series, path.start - series.cadence * static_cast<long>(rows_before), to);
  const auto wind = arrived_wind(solar_wind(grid, wind_hold_through_gap), grid);
  const RingCurrentRun obrien_mcpherron(ring_current_model("obrien_mcpherron"), wind, grid),
      burton(ring_current_model("burton"), wind, grid);
  const double start_nt = known ? known->value_nt : wind.pressure_nt[rows_before];  // SYM-H* = 0
  path.sym_h_nt.reserve(grid.size());
  for (auto row = rows_before + 1; row < grid.size(); ++row)
    path.sym_h_nt.push_back(
        static_cast<float>(mean_of_laws(obrien_mcpherron.from_observation(rows_before, start_nt, row),
                                        burton.from_observation(rows_before, start_nt, row))));
  anchor_by_dst(path, grid, {obrien_mcpherron, burton, rows_before, start_nt, grid.size() - 1});
  correct_by_stations(path, grid, obrien_mcpherron, rows_before);
  return path;
}

std::optional<GapPath> path_by_stations(const Series& series, Time to) {
  const auto known = last_observation(series, to);
  const auto start = known ? known->time : to - longest_gap / series.cadence * series.cadence;
  const auto grid = on_one_grid(series, start, to);
  const auto *values = grid.find(quick_index_channel), *errors = grid.find(quick_index_error_channel);
  if (start >= to || values == nullptr || errors == nullptr || std::isnan(values->values.back()) ||
      std::isnan(errors->values.back()))
    return std::nullopt;
  GapPath path{.start = start,
               .last_nt = known ? std::optional(known->value_nt) : std::nullopt,
               .cadence = series.cadence,
               .stations = StationsOfPath{to, static_cast<double>(errors->values.back())},
               .from_wind = false,
               .sym_h_nt = {}};
  float newest = known ? known->value_nt : missing;
  for (std::size_t row = 1; row < grid.size(); ++row) {
    if (!std::isnan(values->values[row])) newest = values->values[row];
    path.sym_h_nt.push_back(newest);
  }
  return path;
}

void put_path(Series& series, const GapPath& path) {
  auto& values = series.add("sym_h").values;
  for (const auto& segment : series.segments)
    for (std::size_t i = 0; i < segment.count; ++i) {
      const auto steps = (segment.start - path.start) / path.cadence + static_cast<long>(i);
      if (steps >= 1 && steps <= std::ssize(path.sym_h_nt))
        values[segment.first + i] = path.sym_h_nt[static_cast<std::size_t>(steps - 1)];
    }
}

float gap_half_width_nt(Minutes lateness, float estimate_nt) {
  struct Width {
    double minutes, offset_nt, slope;
  };
  static constexpr std::array widths{Width{0, 0, 0},         Width{5, 1.2, .0095},   Width{15, 2.4, .020},
                                     Width{30, 3.9, .028},   Width{60, 5.4, .036},   Width{180, 8.4, .0505},
                                     Width{360, 11.8, .053}, Width{720, 14.5, .055}, Width{1440, 16.0, .055},
                                     Width{2880, 17.0, .055}};
  const auto minutes = std::clamp(static_cast<double>(lateness.count()), 0.0, widths.back().minutes);
  const auto above = std::ranges::find_if(widths, [&](const Width& w) { return w.minutes >= minutes; });
  const auto below = above == widths.begin() ? above : std::prev(above);
  const double span = above->minutes - below->minutes;
  const double share = span > 0 ? (minutes - below->minutes) / span : 0;
  const auto between = [&](double from, double to) { return from + share * (to - from); };
  const double depth = std::max(0.0, -static_cast<double>(estimate_nt));
  return static_cast<float>(between(below->offset_nt, above->offset_nt) +
                            between(below->slope, above->slope) * std::pow(depth, 1.3));
}

float gap_half_width_nt(const GapPath& path) {
  const float without = gap_half_width_nt(path.last_time() - path.start, path.sym_h_nt.back());
  if (path.stations) {
    const auto of_stations = 1.645F * static_cast<float>(path.stations->deviation_nt);
    return path.from_wind ? std::min(without, of_stations) : of_stations;
  }
  if (!path.anchor) return without;
  // 90 % of a normal distribution; a run from quiet keeps the offset that Dst has from SYM-H.
  const float of_deviation = path.last_nt ? 1.645F : 2.3F;
  return std::min(without, of_deviation * static_cast<float>(path.anchor->deviation_nt));
}

}  // namespace symh
