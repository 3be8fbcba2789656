#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/choices.h"
#include "physics/ring_current.h"
#include "physics/solar_wind.h"

namespace symh {

/// A ring-current model, integrated forward from the last observed SYM-H, and its drive.
struct RingCurrentModel {
  enum class Law { obrien_mcpherron, burton, slow };
  enum class Coupling { vbs, newell };
  std::string name;
  Law law = Law::obrien_mcpherron;
  Coupling coupling = Coupling::vbs;
  /// True: each L1 sample drives when it reaches Earth. False: the newest drive is held from issue time on.
  bool propagated = true;
  double delay_factor = 1.0;     ///< on the delay from L1
  double hold_minutes = 120.0;   ///< e-folding time of the drive held after the newest sample
  double recovery_factor = 1.0;  ///< on the decay time
};

template <>
inline constexpr auto choices<RingCurrentModel::Coupling> = std::to_array<Choice<RingCurrentModel::Coupling>>(
    {{RingCurrentModel::Coupling::vbs, "vbs"}, {RingCurrentModel::Coupling::newell, "newell"}});

const RingCurrentLaw<double>& law_of(const RingCurrentModel& model);

/// The drive [mV/m] so many minutes after the newest sample has arrived: the mean before it, which decays
/// with an e-folding time of hold_minutes.
template <class Number>
Number held_drive(Number mean_mv_m, Number unknown_minutes, Number hold_minutes) {
  return mean_mv_m * exponential(-unknown_minutes / hold_minutes);
}

/// Rows of the half hour whose mean drive is held after the newest sample; at least one.
std::size_t held_mean_rows(Minutes cadence);

/// Standard deviation of some values (by their number, not by one less).
float deviation(std::span<const float> values);

/// Forecasts of ring-current models from each row of one series, integrated in steps of its cadence.
/// dSYM-H*/dt = Q - SYM-H*/tau, SYM-H* = SYM-H - 7.26 sqrt(P) + 11 (Burton et al. 1975,
/// 10.1029/JA080i031p04204; O'Brien & McPherron 2000, 10.1029/1998JA000437). A sample measured at L1 at time
/// s drives at s + 1.5e6 km / v with the speed v of issue time; one measured at the bow shock drives at once.
/// After the newest sample the half-hour mean of the drive decays with hold_minutes, and the pressure stays
/// constant. A forecast from row r uses rows up to r alone.
class RingCurrentForecasts {
 public:
  /// `last_nt`: SYM-H of each row, gaps held; NaN gives NaN.
  RingCurrentForecasts(SolarWind wind, const Series& grid, std::vector<float> last_nt);

  /// SYM-H [nT] at each of `lead_steps` (rising, in samples after row), into `out`.
  void forecast(const RingCurrentModel& model, std::size_t row, std::span<const std::int64_t> lead_steps,
                float* out) const {
    forecast_from(last_nt_[row], model, row, lead_steps, out);
  }
  /// The same from another SYM-H [nT] at that row.
  void forecast_from(double sym_h_nt, const RingCurrentModel& model, std::size_t row,
                     std::span<const std::int64_t> lead_steps, float* out) const;

  /// The mean drive that arrives in each of `count` stretches of `width` samples after `row`: VBs [mV/m],
  /// Newell's coupling [mV/m], square root of the pressure [nPa^1/2]; writes three values a stretch into
  /// `out`.
  void arriving(std::size_t row, std::int64_t width, std::int64_t count, float* out) const;

  /// Mean VBs [mV/m] of the last half hour, at least of one sample, up to `row`: what has been measured by
  /// then, be it still on its way from L1. NaN if Bz was measured in none of these samples.
  float mean_vbs_mv_m(std::size_t row) const;

  /// Bz [nT] of the last `count` rows up to `row`; fewer at the beginning of a segment.
  std::span<const float> past_bz_nt(std::size_t row, std::int64_t count) const;
  /// The standard deviation of Bz [nT] in each of those stretches; one value a stretch into `out`.
  void arriving_bz_deviation(std::size_t row, std::int64_t width, std::int64_t count, float* out) const;

 private:
  /// The coming drive, seen from one row.
  struct Outlook {
    std::size_t first = 0;  ///< row of the segment's first sample
    double row = 0, delay_steps = 0;
  };
  Outlook outlook(std::size_t row, double delay_factor) const;
  double known(const std::vector<float>& values, const Outlook& outlook, double steps) const;
  double drive(const RingCurrentModel& model, const Outlook& outlook, double steps) const;

  SolarWind wind_;
  std::vector<Segment> segments_;
  double cadence_minutes_;
  std::vector<float> last_nt_;
  std::vector<float> mean_vbs_mv_m_, mean_newell_mv_m_;  ///< over the last half hour
};

/// The baselines: Burton 1975 and O'Brien & McPherron 2000, each with held and with propagated solar wind.
const std::vector<RingCurrentModel>& baseline_ring_current_models();
/// The baseline of that name; throws UsageError that lists the names.
const RingCurrentModel& ring_current_model(const std::string& name);

}  // namespace symh
