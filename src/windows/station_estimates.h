#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "physics/station_correction.h"
#include "series/series.h"
#include "windows/lateness.h"

namespace symh {

/// Estimates of SYM-H from observatories along a series, as each issue time knows them.
class StationEstimates {
 public:
  /// Those that the channels sym_h_quick and sym_h_quick_error of `grid` hold. Without them no issue time
  /// knows any.
  StationEstimates(const Series& grid, const IndexAge& age);
  /// For training: SYM-H [nT] of each row with drawn_station_errors().
  StationEstimates(const Series& grid, std::vector<float> sym_h_nt, const IndexAge& age);

  /// The row of the newest estimate known at `row`; -1 if there is none within longest_station_delay.
  std::int64_t newest(std::size_t row) const { return newest_[row]; }
  /// The estimate at row `at` as it is known at `row`; nothing if there is none, or if it is not known yet.
  std::optional<UncertainIndex> at(std::size_t row, std::size_t at) const;

 private:
  void find_newest(const Series& grid, const IndexAge& age);

  std::vector<float> values_nt_, deviations_nt_;  ///< as measured; for training SYM-H, and errors drawn
  std::vector<int> stations_;                     ///< for training: of each row
  std::vector<Minutes> ages_;                     ///< for training: of SYM-H at each row
  std::vector<std::int64_t> newest_;
};

}  // namespace symh
