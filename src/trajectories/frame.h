#pragma once
#include <vector>

#include "core/time.h"

namespace symh {

/// A forecast of one time after the issue time [nT]: its best value and its 5-95 % band.
struct Marginal {
  Minutes after{0};
  double value_nt = 0, q05_nt = 0, q95_nt = 0;
};

/// A forecast from its issue time on, with a value and two half-widths for each step. Errors are counted in
/// half-widths, so that those of a storm and of a quiet day can be compared.
class Frame {
 public:
  /// `marginals` rise in time; the first is that of the issue time: the observed value, with a band of no
  /// width, or an estimate. Each other is a lead time. Between them the value is on a straight line, and so
  /// is the square of the half-widths, as an error that grows at random does.
  Frame(const std::vector<Marginal>& marginals, Minutes step);

  Minutes step() const { return step_; }
  /// The number of steps, with that of the issue time.
  std::size_t length() const { return value_nt_.size(); }
  double value_nt(std::size_t step) const { return value_nt_[step]; }
  /// The value [nT] at an error of so many half-widths.
  double at(std::size_t step, double error) const {
    return value_nt_[step] + error * (error < 0 ? below_nt_[step] : above_nt_[step]);
  }
  /// The error of a value [nT] in half-widths.
  double error(std::size_t step, double value_nt) const {
    const double distance = value_nt - value_nt_[step];
    return distance / (distance < 0 ? below_nt_[step] : above_nt_[step]);
  }
  /// The lowest forecast from the issue time on [nT].
  double deepest_nt() const;

 private:
  Minutes step_;
  std::vector<double> value_nt_, below_nt_, above_nt_;
};

}  // namespace symh
