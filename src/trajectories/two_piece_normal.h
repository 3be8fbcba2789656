#pragma once
#include <optional>

namespace symh {

/// The distribution that a forecast and its 5-95 % band stand for [nT]: half of a normal distribution on
/// either side of the median, each as wide as its side of the band (two-piece normal, Fechner 1897; Wallis
/// 2014, 10.1214/13-STS417, here with equal halves, so that the forecast is the median).
struct TwoPieceNormal {
  double median_nt = 0;
  double below_nt = 0, above_nt = 0;  ///< the standard deviation of the half on that side; positive

  /// The chance of a value at or below `value_nt`.
  double at_or_below(double value_nt) const;
  /// The value that is not exceeded with the chance `share`, which must lie between 0 and 1, both excluded.
  double quantile(double share) const;
  /// The continuous ranked probability score [nT] against an observation: the integral of
  /// (F(x) - [x >= observed])^2 over x; 0 is best. On the side of the observation, with z = (observed -
  /// median) / sigma, it is sigma N(z) + (sigma of the other side - sigma) N(0) / 2, where N(z) is the score
  /// of the standard normal distribution (Gneiting et al. 2005, 10.1175/MWR2904.1, eq. 5).
  double crps(double observed_nt) const;
};

/// The distribution with this median and these 5 and 95 % quantiles. A band of no width counts as 1e-6 nT
/// wide. Nothing if a value is missing.
std::optional<TwoPieceNormal> two_piece_normal(double median_nt, double q05_nt, double q95_nt);

}  // namespace symh
