#include "physics/gap_path.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "physics/ring_current.h"
#include "physics/solar_wind.h"

namespace symh {
namespace {

constexpr Minutes wind_hold{30};
constexpr double burton_share = 0.25;

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

/// The solar wind of `series` from `from` to `to` on one grid without holes, where a hole is missing values.
Series wind_on_one_grid(const Series& series, Time from, Time to) {
  Series grid;
  grid.cadence = series.cadence;
  grid.solar_wind_at = series.solar_wind_at;
  const auto count = static_cast<std::size_t>((to - from) / series.cadence) + 1;
  grid.segments = {{from, 0, count}};
  grid.status.assign(count, Status::unknown);
  for (const auto& channel : series.channels) {
    if (!is_solar_wind_channel(channel.name)) continue;
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

/// One law, integrated over the rows of a wind without holes.
class Integration {
 public:
  Integration(const RingCurrentLaw<double>& law, const SolarWind& wind, Minutes cadence)
      : law_(law), wind_(wind), cadence_minutes_(static_cast<double>(cadence.count())) {}

  void start(std::size_t row, double sym_h_nt) { star_ = sym_h_nt - pressure_nt(row); }
  /// From `row` to the next one.
  void step(std::size_t row) {
    const double drive_mv_m = at(wind_.vbs_mv_m, static_cast<double>(row) + 0.5 - delay_rows(row));
    star_ = advance_ring_current(
        star_, ring_current_step(injection_nt_per_hour(law_, drive_mv_m), decay_hours(law_, drive_mv_m),
                                 cadence_minutes_ / 60.0));
  }
  double sym_h_nt(std::size_t row) const { return star_ + pressure_nt(row); }

 private:
  double delay_rows(std::size_t row) const {
    if (wind_.position == WindPosition::bow_shock) return 0;
    return ballistic_delay_minutes(wind_.speed_km_s[row]) / cadence_minutes_;
  }
  /// Linear between rows, the first and the last value beyond them.
  double at(const std::vector<float>& values, double row) const {
    const double place = std::clamp(row, 0.0, static_cast<double>(values.size() - 1));
    const auto below = static_cast<std::size_t>(place);
    const auto above = std::min(below + 1, values.size() - 1);
    const double share = place - static_cast<double>(below);
    return (1.0 - share) * values[below] + share * values[above];
  }
  double pressure_nt(std::size_t row) const {
    return pressure_term_of_root_nt(at(wind_.sqrt_pressure_npa, static_cast<double>(row) - delay_rows(row)));
  }

  const RingCurrentLaw<double>& law_;
  const SolarWind& wind_;
  double cadence_minutes_;
  double star_ = 0;
};

}  // namespace

std::optional<GapPath> path_through_gap(const Series& series, Time to) {
  if (!has_solar_wind(series) || series.solar_wind_at == WindPosition::unknown) return std::nullopt;
  const auto known = last_observation(series, to);
  if (!known || known->time == to) return std::nullopt;
  const Minutes before{static_cast<long>(longest_delay_minutes)};
  const auto rows_before = (before + wind_hold) / series.cadence + 1;
  const auto grid = wind_on_one_grid(series, known->time - rows_before * series.cadence, to);
  const auto wind = solar_wind(grid, wind_hold);
  Integration obrien_mcpherron(obrien_mcpherron_law, wind, series.cadence),
      burton(burton_law, wind, series.cadence);
  GapPath path{
      .last_observed = known->time, .last_nt = known->value_nt, .cadence = series.cadence, .sym_h_nt = {}};
  path.sym_h_nt.reserve(grid.size());
  auto row = static_cast<std::size_t>(rows_before);
  for (auto* law : {&obrien_mcpherron, &burton}) law->start(row, path.last_nt);
  for (; row + 1 < grid.size(); ++row) {
    for (auto* law : {&obrien_mcpherron, &burton}) law->step(row);
    path.sym_h_nt.push_back(static_cast<float>((1 - burton_share) * obrien_mcpherron.sym_h_nt(row + 1) +
                                               burton_share * burton.sym_h_nt(row + 1)));
  }
  return path;
}

void put_path(Series& series, const GapPath& path) {
  auto& values = series.add("sym_h").values;
  for (const auto& segment : series.segments)
    for (std::size_t i = 0; i < segment.count; ++i) {
      const auto steps = (segment.start - path.last_observed) / path.cadence + static_cast<long>(i);
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

}  // namespace symh
