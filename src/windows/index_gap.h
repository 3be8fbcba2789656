#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "core/time.h"
#include "physics/dst_anchor.h"
#include "physics/ring_current_run.h"
#include "physics/station_correction.h"
#include "windows/keys/windows.h"
#include "windows/lateness.h"
#include "windows/station_estimates.h"
#include "windows/wind_means.h"

namespace symh {

/// The laws by which `gap` runs through the gap.
inline constexpr std::size_t gap_laws = 4;
const std::array<RingCurrentModel, gap_laws>& gap_ring_current_models();

/// SYM-H as a model that bridges the gap knows it at each row of a series: its newest value that has come,
/// and runs of ring-current laws from there with the wind that has arrived.
class IndexGap {
 public:
  /// `observed_nt`: SYM-H of each row, NaN where it was not observed. `dst_nt`: Dst laid out as
  /// series/hourly_dst.h says, which corrects estimate_nt(); empty without it. So do `stations`.
  IndexGap(const SolarWind& wind, const Series& grid, std::vector<float> observed_nt, const IndexAge& age,
           const std::vector<float>& dst_nt = {}, std::optional<StationEstimates> stations = {});

  /// The row of the newest value known at `row`; -1 if none came within longest_gap.
  std::int64_t newest(std::size_t row) const { return newest_[row]; }
  /// That value [nT]; NaN if there is none.
  float newest_nt(std::size_t row) const;
  /// The value so many rows before the newest [nT]; NaN if it was not observed, or lies in another segment.
  float before_newest_nt(std::size_t row, std::int64_t steps) const;
  /// SYM-H [nT] at `row` by one law, run from the newest value, or from quiet.
  double estimate_nt(std::size_t law, std::size_t row) const;
  /// The run from quiet that ends at `row`, at the row `at` of the same segment before it.
  double from_quiet_nt(std::size_t law, std::size_t row, std::size_t at) const {
    return runs_[law].from_quiet(row, at);
  }
  /// What Dst says of mean_of_laws() at `row`; nothing without Dst of the gap.
  std::optional<AnchorCorrection> anchor(std::size_t row) const;
  /// mean_of_laws() of the first two at row `at`, run from the newest value known at `row`, or from quiet.
  double path_nt(std::size_t row, std::size_t at) const;
  /// The row of the newest estimate from observatories known at `row`; -1 if none is newer than SYM-H.
  std::int64_t newest_of_stations(std::size_t row) const;
  /// The estimate from observatories at row `at` as it is known at `row`; nothing where SYM-H is as new.
  std::optional<UncertainIndex> of_stations(std::size_t row, std::size_t at) const;
  /// What the newest estimate from observatories says of the path at `row` that `anchor`, if there is one,
  /// has corrected; nothing without such an estimate.
  std::optional<StationCorrection> station_correction(std::size_t row,
                                                      const std::optional<AnchorCorrection>& anchor) const;
  /// path_nt() at `row`, corrected by anchor() and station_correction(): what the model takes as SYM-H at
  /// `row`. The newest value if it belongs to the row.
  float estimate_nt(std::size_t row) const;
  const WindMeans& wind_means() const { return wind_means_; }

 private:
  std::vector<float> observed_nt_;
  std::vector<std::int64_t> newest_, segment_first_;
  std::vector<RingCurrentRun> runs_;
  std::optional<DstAnchor> dst_;
  std::vector<std::optional<Minutes>> dst_delays_;  ///< of each row; empty without Dst
  std::optional<StationEstimates> stations_;
  Minutes cadence_;
  WindMeans wind_means_;
};

/// True if windows.head names `anchor`: the model takes estimates that hourly Dst has corrected.
bool takes_dst(const WindowsConfig& config);

/// True if windows.head names `stations`: the model takes estimates of SYM-H from observatories.
bool takes_stations(const WindowsConfig& config);

/// True if windows.head names `gap`: the model takes the target of any age.
bool bridges_gap(const WindowsConfig& config);

/// How far back a forecast reads beside its lookback: the run from quiet of a model that bridges the gap.
Minutes gap_reach(const WindowsConfig& config);

}  // namespace symh
