#pragma once
#include <array>
#include <cstddef>
#include <optional>

#include "verification/samples.h"

namespace symh {

/// The quality of a 5-95 % band; NaN if there are no samples.
struct BandScores {
  static constexpr float storm_nt = -100.F, deep_nt = -200.F;
  std::size_t samples = 0;
  double coverage = 0;       ///< share of observations inside the band; ideally 0.9
  double mean_width_nt = 0;  ///< at equal coverage a narrower band is better
  std::size_t storm_samples = 0;
  double storm_coverage = 0;  ///< coverage of samples with an observation at or below storm_nt
  std::size_t deep_samples = 0;
  double deep_coverage = 0;             ///< the same at or below deep_nt
  std::array<double, 3> pinball_nt{};   ///< mean pinball loss of the 5, 50 and 95 % quantile
  std::array<double, 3> share_below{};  ///< share of observations up to each; ideally 0.05, 0.5, 0.95
};

/// Scores the 5-95 % band over `rows`; nothing if the forecasts have no band.
std::optional<BandScores> score_bands(const LeadTimeForecasts& lead, const SampleRows& rows);

}  // namespace symh
