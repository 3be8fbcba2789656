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
                     Value last_nt);

  /// SYM-H [B, models, leads] float32 at each of `lead_steps` (in samples).
  Value forecasts(const std::vector<RingCurrentModel>& models,
                  const std::vector<std::int64_t>& lead_steps) const;

  /// RingCurrentForecasts::arriving, [B, 3 count] float32.
  Value arriving(std::int64_t width, std::int64_t count) const;

 private:
  Value delay_steps(const std::vector<RingCurrentModel>& models) const;
  Value known(Value samples, Value delay, const std::vector<double>& steps) const;
  Value of_couplings(Value vbs, Value newell, const std::vector<RingCurrentModel>& models) const;
  Value running_mean(Value samples) const;
  Value drive(const std::vector<RingCurrentModel>& models, const std::vector<double>& steps) const;
  Value numbers(const std::vector<RingCurrentModel>& models, double (*of)(const RingCurrentModel&)) const;

  const GivenSeries& series_;
  WindPosition position_;
  double cadence_minutes_;
  Value last_nt_, first_;               ///< [B]; of the samples that are given, as [B, 1, 1] float64
  Value vbs_, newell_, root_pressure_;  ///< [B, steps] float64, never missing
  Value delay_;                         ///< [B, 1, 1] samples from L1, float64
};

}  // namespace symh
