#pragma once
#include <cstdint>
#include <vector>

#include "physics/ring_current_run.h"
#include "windows/keys/windows.h"

namespace symh {

/// The laws whose recent errors `physics_errors` tells: O'Brien & McPherron under VBs and under Newell's
/// coupling, Burton et al. under VBs.
const std::vector<RingCurrentModel>& past_run_models();

/// Ring-current runs from earlier values of SYM-H to later rows of the same series.
class PastRuns {
 public:
  /// `sym_h_nt`: SYM-H of each row, gaps held; NaN where there is none.
  PastRuns(const SolarWind& wind, const Series& grid, std::vector<float> sym_h_nt);

  /// SYM-H at `row` less the run of a law from the value `steps` rows before [nT]; NaN if either value is
  /// missing or the earlier row lies in another segment.
  float error_nt(std::size_t law, std::size_t row, std::int64_t steps) const;

 private:
  std::vector<float> sym_h_nt_;
  std::vector<std::size_t> segment_first_;
  std::vector<RingCurrentRun> runs_;
};

/// True if windows.head names `physics_errors`.
bool needs_past_runs(const WindowsConfig& config);

}  // namespace symh
