#pragma once
#include <array>
#include <cstddef>
#include <optional>

#include "verification/samples.h"

namespace symh {

/// How true a 5-95 % band is; NaN where there is no sample.
struct BandScores {
  static constexpr float storm_nt = -100.F;
  std::size_t samples = 0;
  double coverage = 0;       ///< share of observations inside; 0.9 is true
  double mean_width_nt = 0;  ///< the narrower the better at the same coverage
  std::size_t storm_samples = 0;
  double storm_coverage = 0;            ///< the same where at most storm_nt was observed
  std::array<double, 3> pinball_nt{};   ///< mean pinball loss of the 5, 50 and 95 % quantile
  std::array<double, 3> share_below{};  ///< share of observations at or below each; 0.05, 0.5, 0.95 are true
};

/// How true the 5-95 % band is over `rows`; nothing where the forecasts have none.
std::optional<BandScores> score_bands(const LeadTimeForecasts& lead, const SampleRows& rows);

}  // namespace symh
