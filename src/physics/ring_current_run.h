#pragma once
#include <cstdint>
#include <vector>

#include "physics/ring_current_forecast.h"
#include "physics/solar_wind.h"
#include "series/index_age.h"
#include "series/series.h"

namespace symh {

/// The drive of each past step of a series and the pressure of each row, as they arrive at Earth: a sample
/// measured at L1 at time s drives at s + 1.5e6 km / v with the speed v of the step, one measured at the bow
/// shock at once. What belongs to the step from row r to row r + 1 depends on rows up to r + 1 alone; what
/// belongs to a row, on rows up to it.
struct ArrivedWind {
  std::vector<double> vbs_mv_m, newell_mv_m;  ///< of the step that begins at each row
  std::vector<double> pressure_nt;            ///< pressure term of each row
};
ArrivedWind arrived_wind(const SolarWind& wind, const Series& grid);

/// SYM-H along a series under one law, with the wind that has arrived. A step maps SYM-H* to kept * SYM-H* +
/// addend, whatever it began with; so one integration from the beginning gives the run from any observation
/// to any later row.
class RingCurrentRun {
 public:
  RingCurrentRun(const RingCurrentModel& model, const ArrivedWind& wind, const Series& grid);

  /// SYM-H [nT] at row `to` of a run that starts at row `from` of the same segment with `sym_h_nt`.
  double from_observation(std::size_t from, double sym_h_nt, std::size_t to) const;
  /// SYM-H [nT] at row `at` of a run that starts longest_gap before row `end`, or at the beginning of their
  /// segment, with SYM-H* = 0; `at` lies from there to `end`.
  double from_quiet(std::size_t end, std::size_t at) const;

  /// The share of SYM-H* at row `from` that is left at the later row `to`.
  double kept(std::size_t from, std::size_t to) const;
  /// The row where the run from quiet that ends at `end` begins.
  std::size_t quiet_start(std::size_t end) const { return first_[end]; }

 private:
  double star_after(std::size_t from, double star_nt, std::size_t to) const;

  std::vector<double> pressure_nt_;
  std::vector<double> star_nt_;     ///< SYM-H* of the integration from the beginning of the segment
  std::vector<double> log_kept_;    ///< logarithm of the share of it that is kept from there on
  std::vector<std::size_t> first_;  ///< row where the run from quiet starts
};

}  // namespace symh
