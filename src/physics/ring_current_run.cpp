#include "physics/ring_current_run.h"

#include <algorithm>
#include <cmath>

namespace symh {
namespace {

/// Linear between the rows of a segment, its first value before it.
double between_rows(const std::vector<float>& values, const Segment& segment, double row) {
  const double place = std::clamp(row, static_cast<double>(segment.first),
                                  static_cast<double>(segment.first + segment.count - 1));
  const auto below = static_cast<std::size_t>(place);
  const auto above = std::min(below + 1, segment.first + segment.count - 1);
  const double share = place - static_cast<double>(below);
  return (1.0 - share) * values[below] + share * values[above];
}

}  // namespace

ArrivedWind arrived_wind(const SolarWind& wind, const Series& grid) {
  ArrivedWind arrived;
  for (auto* values : {&arrived.vbs_mv_m, &arrived.newell_mv_m, &arrived.pressure_nt})
    values->resize(grid.size());
  const auto cadence_minutes = static_cast<double>(grid.cadence.count());
  for (const auto& segment : grid.segments)
    for (std::size_t row = segment.first; row < segment.first + segment.count; ++row) {
      const double delay_rows = wind.position == WindPosition::bow_shock
                                    ? 0.0
                                    : ballistic_delay_minutes(wind.speed_km_s[row]) / cadence_minutes;
      const double there = static_cast<double>(row) - delay_rows;
      arrived.vbs_mv_m[row] = between_rows(wind.vbs_mv_m, segment, there + 0.5);
      arrived.newell_mv_m[row] = between_rows(wind.newell_mv_m, segment, there + 0.5);
      arrived.pressure_nt[row] =
          pressure_term_of_root_nt(between_rows(wind.sqrt_pressure_npa, segment, there));
    }
  return arrived;
}

RingCurrentRun::RingCurrentRun(const RingCurrentModel& model, const ArrivedWind& wind, const Series& grid)
    : pressure_nt_(wind.pressure_nt), star_nt_(grid.size()), log_kept_(grid.size()), first_(grid.size()) {
  const auto& law = law_of(model);
  const auto& drive = model.coupling == RingCurrentModel::Coupling::newell ? wind.newell_mv_m : wind.vbs_mv_m;
  const double hours = static_cast<double>(grid.cadence.count()) / 60.0;
  const auto longest = static_cast<std::size_t>(longest_gap / grid.cadence);
  for (const auto& segment : grid.segments) {
    double star_nt = 0, log_kept = 0;
    for (std::size_t i = 0; i < segment.count; ++i) {
      const auto row = segment.first + i;
      star_nt_[row] = star_nt;
      log_kept_[row] = log_kept;
      first_[row] = i > longest ? row - longest : segment.first;
      const double tau_hours = decay_hours(law, drive[row]) * model.recovery_factor;
      star_nt = advance_ring_current(
          star_nt, ring_current_step(injection_nt_per_hour(law, drive[row]), tau_hours, hours));
      log_kept -= hours / tau_hours;
    }
  }
}

double RingCurrentRun::kept(std::size_t from, std::size_t to) const {
  return std::exp(log_kept_[to] - log_kept_[from]);
}

double RingCurrentRun::star_after(std::size_t from, double star_nt, std::size_t to) const {
  return star_nt_[to] + kept(from, to) * (star_nt - star_nt_[from]);
}

double RingCurrentRun::from_observation(std::size_t from, double sym_h_nt, std::size_t to) const {
  return star_after(from, sym_h_nt - pressure_nt_[from], to) + pressure_nt_[to];
}

double RingCurrentRun::from_quiet(std::size_t end, std::size_t at) const {
  return star_after(first_[end], 0, at) + pressure_nt_[at];
}

}  // namespace symh
