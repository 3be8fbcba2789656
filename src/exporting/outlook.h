#pragma once
#include <cstdint>
#include <vector>

#include "exporting/inputs.h"
#include "physics/ring_current_forecast.h"

namespace symh {

/// RingCurrentForecasts as part of a graph, from the newest sample. It differs in one thing: a speed is held
/// over the steps that are given alone, and counts as quiet where these have none.
class RingCurrentOutlook {
 public:
  /// `last_nt` [B] float32, gaps held.
  RingCurrentOutlook(const GivenSeries& series, const WindowsConfig& config, WindPosition position,
                     graph::Value last_nt);

  /// SYM-H [B, models, leads] float32 at each of `lead_steps` (in samples).
  graph::Value forecasts(const std::vector<RingCurrentModel>& models,
                         const std::vector<std::int64_t>& lead_steps) const;

  /// RingCurrentForecasts::arriving, [B, 3 count] float32.
  graph::Value arriving(std::int64_t width, std::int64_t count) const;

 private:
  graph::Value delay_steps(const std::vector<RingCurrentModel>& models) const;
  graph::Value known(graph::Value samples, graph::Value delay, const std::vector<double>& steps) const;
  graph::Value of_couplings(graph::Value vbs, graph::Value newell,
                            const std::vector<RingCurrentModel>& models) const;
  graph::Value running_mean(graph::Value samples) const;
  graph::Value drive(const std::vector<RingCurrentModel>& models, const std::vector<double>& steps) const;
  graph::Value numbers(const std::vector<RingCurrentModel>& models,
                       double (*of)(const RingCurrentModel&)) const;

  const GivenSeries& series_;
  WindPosition position_;
  double cadence_minutes_;
  graph::Value last_nt_, first_;               ///< [B]; of the samples that are given, as [B, 1, 1] float64
  graph::Value vbs_, newell_, root_pressure_;  ///< [B, steps] float64, never missing
  graph::Value delay_;                         ///< [B, 1, 1] samples from L1, float64
};

}  // namespace symh
