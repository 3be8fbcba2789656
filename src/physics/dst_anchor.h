#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "physics/ring_current_run.h"
#include "series/series.h"

namespace symh {

/// What is left of the error of an estimate of SYM-H after Dst has corrected it.
struct AnchorCorrection {
  double nt = 0;            ///< to add to the estimate
  double deviation_nt = 0;  ///< standard deviation of the error that remains
  Time known_until;         ///< end of the newest hour of Dst that was used
};

/// An estimate of SYM-H that a correction is computed for: mean_of_laws() of two runs.
struct AnchoredPath {
  const RingCurrentRun& obrien_mcpherron;
  const RingCurrentRun& burton;
  std::size_t from = 0;               ///< row of the newest SYM-H, or where the run from quiet begins
  std::optional<double> observed_nt;  ///< SYM-H at `from`; absent in a run from quiet
  std::size_t to = 0;                 ///< row of the estimate

  /// SYM-H [nT] at a row from `from` to `to`, without any correction.
  double sym_h_nt(std::size_t row) const;
};

/// Hourly Dst corrects an estimate of SYM-H. Kyoto's real-time Dst is an hour or two old when SYM-H is a day
/// old, and both measure the ring current. The error of the estimate is a random walk that the ring current
/// forgets; each hour of Dst observes its mean over that hour. A Kalman filter joins both. Dst has an offset
/// of its own that stays for weeks: where SYM-H and Dst are known for the same hours before the gap, their
/// mean difference is removed first.
class DstAnchor {
 public:
  /// `dst_nt`: hourly Dst as series/hourly_dst.h lays it out; if an hour has more than one value, none
  /// counts. `sym_h_nt`: SYM-H where it was observed. The rows are those of `grid`.
  DstAnchor(const Series& grid, const std::vector<float>& dst_nt, const std::vector<float>& sym_h_nt);

  /// The correction at path.to by hours that begin after path.from and have been over for `delay` by path.to.
  /// Nothing without such an hour.
  std::optional<AnchorCorrection> correction(const AnchoredPath& path, Minutes delay) const;
  /// The corrections at all rows from path.from to path.to, smoothed: by the hours before and after each row.
  /// Empty where correction() gives nothing. The last one is correction().
  std::vector<double> corrections(const AnchoredPath& path) const;

 private:
  struct Hour {
    std::size_t first, count, known;  ///< rows of the hour, and the row of its value
    Time end;
    double dst_nt, sym_h_nt;  ///< its mean SYM-H; NaN where a value is missing
  };
  struct State {
    std::size_t row;                          ///< middle of the hour
    double predicted_nt, predicted_variance;  ///< before Dst was seen
    double nt, variance;                      ///< after
    double kept;                              ///< of the error, since the state before
  };
  struct Offset {
    double nt, variance;
  };
  Offset offset_before(std::size_t row) const;
  std::vector<State> states(const AnchoredPath& path, Minutes delay, Time& known_until) const;

  Series grid_;  ///< segments and cadence
  std::vector<Hour> hours_;
};

/// Dst that is as old as Kyoto's real-time index is known so long after the end of its hour.
inline constexpr Minutes dst_delay{60};

/// The offset of Dst is the mean difference over so long before the gap.
inline constexpr Minutes dst_offset_span{2 * 1440};

/// The errors of Dst [nT]: of an hour, and of an offset that stays (standard deviations). Real-time Dst has
/// no published error; 8 nT is the usual difference between real-time and final Dst.
inline constexpr double dst_hour_deviation_nt = 8, dst_offset_deviation_nt = 7;

}  // namespace symh
