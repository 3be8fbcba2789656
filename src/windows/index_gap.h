#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "core/time.h"
#include "physics/dst_anchor.h"
#include "physics/ring_current_run.h"
#include "windows/keys/windows.h"
#include "windows/wind_means.h"

namespace symh {

/// How late the target is at each issue time, for a model that bridges the gap itself.
struct IndexAge {
  enum class Kind { as_measured, drawn, fixed };
  Kind kind = Kind::as_measured;
  Minutes age{0};  ///< of `fixed`: the newest value is stamped at or before issue time - age

  /// An age of its own for each issue time, from its stamp alone: one in five is 0, three in twenty have no
  /// target at all, the others lie between 5 minutes and 25 hours, evenly on a logarithmic scale.
  static IndexAge drawn() { return {.kind = Kind::drawn}; }
  static IndexAge fixed(Minutes age) { return {.kind = Kind::fixed, .age = age}; }
  /// At the issue time `time`; longer than longest_gap: no target at all.
  Minutes at(Time time) const;
  /// How long an hour of Dst must have been over to be known at the issue time `time`; nothing if no Dst is
  /// known. Drawn: in half of all issue times none, in the others one to three hours.
  std::optional<Minutes> dst_delay_at(Time time) const;
};

/// Hourly Dst for training, where it has a hundred storms of errors: the hourly means of SYM-H with an offset
/// for each segment and noise for each hour, drawn from their stamps alone; laid out as series/hourly_dst.h
/// says.
std::vector<float> simulated_dst(const Series& grid, const std::vector<float>& sym_h_nt);

/// The laws by which `gap` runs through the gap.
inline constexpr std::size_t gap_laws = 4;
const std::array<RingCurrentModel, gap_laws>& gap_ring_current_models();

/// SYM-H as a model that bridges the gap knows it at each row of a series: its newest value that has come,
/// and runs of ring-current laws from there with the wind that has arrived.
class IndexGap {
 public:
  /// `observed_nt`: SYM-H of each row, NaN where it was not observed. `dst_nt`: Dst laid out as
  /// series/hourly_dst.h says, which corrects estimate_nt(); empty without it.
  IndexGap(const SolarWind& wind, const Series& grid, std::vector<float> observed_nt, const IndexAge& age,
           const std::vector<float>& dst_nt = {});

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
  /// mean_of_laws() of the first two, corrected by anchor(): what the model takes as SYM-H at `row`. The
  /// newest value if it belongs to the row.
  float estimate_nt(std::size_t row) const;
  const WindMeans& wind_means() const { return wind_means_; }

 private:
  std::vector<float> observed_nt_;
  std::vector<std::int64_t> newest_, segment_first_;
  std::vector<RingCurrentRun> runs_;
  std::optional<DstAnchor> dst_;
  std::vector<std::optional<Minutes>> dst_delays_;  ///< of each row; empty without Dst
  WindMeans wind_means_;
};

/// True if windows.head names `anchor`: the model takes estimates that hourly Dst has corrected.
bool takes_dst(const WindowsConfig& config);

/// True if windows.head names `gap`: the model takes the target of any age.
bool bridges_gap(const WindowsConfig& config);

/// How far back a forecast reads beside its lookback: the run from quiet of a model that bridges the gap.
Minutes gap_reach(const WindowsConfig& config);

}  // namespace symh
