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

/// Ages of a late target are compared on this scale: from 0 to a quarter of an hour is as far as from one
/// quarter to three.
template <class Number>
Number place_of_age(Number minutes) {
  return logarithm(minutes / 15.0 + 1.0);
}

/// Shares of a calibration's `deep` and `deepest` that act on the band about a forecast: of the first nothing
/// above -50 nT and all below -90 nT, of the second nothing above -100 nT and all below -200 nT.
template <class Float>
Float deep_share(Float forecast_nt) {
  return limited(forecast_nt * -0.025F - 1.25F, 0.F, 1.F);
}
template <class Float>
Float deepest_share(Float forecast_nt) {
  return limited(forecast_nt * -0.01F - 1.F, 0.F, 1.F);
}
template <class Sum>
struct DepthFactors {
  Sum deep, deepest;
  template <class Float>
  Sum at(Float forecast_nt) const {
    return 1.0 + (deep - 1.0) * precise(deep_share(forecast_nt)) +
           deepest * precise(deepest_share(forecast_nt));
  }
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
  /// The 5 and 95 % quantiles about a forecast, by the factors of a
  /// calibration.
  template <class Float>
  Float q05_nt(Float forecast_nt, Sum factor, const DepthFactors<Sum>& depth) const {
    return forecast_nt - as_channel(factor * depth.at(forecast_nt) * below.mean(1.0));
  }
  template <class Float>
  Float q95_nt(Float forecast_nt, Sum factor, const DepthFactors<Sum>& depth) const {
    return forecast_nt + as_channel(factor * depth.at(forecast_nt) * above.mean(1.0));
  }
};

}  // namespace symh
