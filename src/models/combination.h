#pragma once
#include "physics/number.h"

/// How the forecasts of an ensemble's members become one. `Sum` is double or a float64 graph::Value, `Float`
/// float or a float32 graph::Value.
namespace symh {

/// A mean over those members that forecast, by their weights. Both sums begin at 0; there is no default
/// because an array has none.
template <class Sum>
struct WeightedMean {
  Sum weight, sum;

  /// A member's x; it counts as absent where `there` is false.
  template <class Condition>
  void add(Condition there, Sum x, Sum by) {
    weight = weight + where(there, by, 0.0);
    sum = sum + where(there, by * x, 0.0);
  }
  /// `none` where no member was there.
  Sum mean(double none) const { return where(less(0.0, weight), sum / weight, none); }
};

/// The mean half-widths of the members' bands [nT] below and above their medians. Without any band both are 1
/// nT, so that the calibration of an ensemble gives the reach of its band by itself.
template <class Sum>
struct MeanBand {
  WeightedMean<Sum> below, above;

  template <class Condition, class Float>
  void add(Condition there, Float q05_nt, Float q50_nt, Float q95_nt, Sum by) {
    below.add(there, precise(q50_nt - q05_nt), by);
    above.add(there, precise(q95_nt - q50_nt), by);
  }
  /// The 5 and 95 % quantiles about a forecast, by the factors of a calibration.
  template <class Float>
  Float q05_nt(Float forecast_nt, Sum factor) const {
    return forecast_nt - as_channel(factor * below.mean(1.0));
  }
  template <class Float>
  Float q95_nt(Float forecast_nt, Sum factor) const {
    return forecast_nt + as_channel(factor * above.mean(1.0));
  }
};

}  // namespace symh
