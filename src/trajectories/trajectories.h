#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "core/time.h"

namespace symh {

/// Sample paths of the target from the issue time on. Each is a future that the forecast holds for possible;
/// all are equally likely. Every chance in a product is a share of these members.
struct Trajectories {
  Time issue_time;
  Minutes step{5};
  std::size_t members = 0;
  /// [member][step] in nT; the first column is the value at issue_time, the last that of the longest lead
  /// time.
  std::vector<float> values_nt;

  /// The number of values of a member.
  std::size_t length() const { return members == 0 ? 0 : values_nt.size() / members; }
  /// The longest lead time.
  Minutes reach() const { return members == 0 ? Minutes{0} : step * static_cast<int>(length() - 1); }
  std::span<const float> member(std::size_t index) const {
    return std::span(values_nt).subspan(index * length(), length());
  }
};

/// The quantile `share` of values that are sorted in rising order: halfway between neighbours, so that k of n
/// values lie below the quantile k / n. Takes the end values beyond (0.5 / n, 1 - 0.5 / n).
double quantile_of(std::span<const float> sorted, double share);

}  // namespace symh
