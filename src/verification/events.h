#pragma once
#include <cstddef>
#include <vector>

#include "verification/chance_forecasts.h"
#include "verification/compared_score.h"
#include "verification/roc.h"

namespace symh {

/// The samples whose chance lies in [from, to), or up to 1 in the last bin.
struct ReliabilityBin {
  double from = 0, to = 0;
  std::size_t samples = 0;
  double mean_chance = 0;
  double observed_share = 0;  ///< how often the event came true; of a reliable forecast, the mean chance
  Interval observed_interval;
};

/// How good the chances of "observed at or below a threshold" were.
struct EventScores {
  float threshold_nt = 0;
  std::size_t samples = 0, events = 0;
  ComparedScore brier;  ///< mean of (chance - [it came true])^2 (Brier 1950); 0 best
  /// The parts of the Brier score over the bins (Murphy
  /// 1973, 10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2): reliability - resolution + uncertainty, but for
  /// what the chances vary within the bins.
  double reliability = 0;  ///< 0 best: the chances are as often right as they say
  double resolution = 0;   ///< the higher the better: chances that differ from the usual one, rightly
  double uncertainty = 0;  ///< of the event itself
  Interval reliability_interval, resolution_interval;
  Roc roc;
  double persistence_roc_area = 0;  ///< of persistence with errors
  Interval persistence_roc_area_interval;
  std::vector<ReliabilityBin> bins;  ///< only those with samples
};

/// One entry for each of event_thresholds_nt. The forecasts are of `rows`, the samples of `bootstrap`.
std::vector<EventScores> score_events(const Bootstrap& bootstrap, const std::vector<float>& observed_nt,
                                      const ChanceForecasts& model, const ChanceForecasts& persistence,
                                      const ChanceForecasts& climatology);

}  // namespace symh
