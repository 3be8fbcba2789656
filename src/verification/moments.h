#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace symh {

/// The value of an undefined score.
inline constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

/// numerator / denominator; NaN if the denominator is zero.
inline double ratio(double numerator, double denominator) {
  return denominator == 0 ? undefined : numerator / denominator;
}

/// Correlates pairs in one pass by Welford's updates, which lose no digits if the mean is large.
class Moments {
 public:
  void add(double x, double y) {
    ++count_;
    const double n = static_cast<double>(count_), dx = x - mean_x_, dy = y - mean_y_;
    mean_x_ += dx / n;
    mean_y_ += dy / n;
    xx_ += dx * (x - mean_x_);
    yy_ += dy * (y - mean_y_);
    xy_ += dx * (y - mean_y_);
  }
  std::size_t count() const { return count_; }
  /// The sum of squared deviations of x from its mean.
  double deviation_x() const { return xx_; }
  /// Pearson's correlation; NaN if x or y is constant.
  double correlation() const {
    const double scale = std::sqrt(xx_) * std::sqrt(yy_);
    return scale > 0 ? std::clamp(xy_ / scale, -1.0, 1.0) : undefined;
  }

 private:
  std::size_t count_ = 0;
  double mean_x_ = 0, mean_y_ = 0, xx_ = 0, yy_ = 0, xy_ = 0;
};

}  // namespace symh
