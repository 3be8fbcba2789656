#pragma once
#include <cstdint>
#include <vector>

#include "verification/samples.h"

namespace symh {

/// Samples outside storms are left out together with those of the same stretch of this length.
inline constexpr Minutes quiet_stretch{5 * 24 * 60};

/// The unit of each of `rows`, whose samples are left out together where a reference forecast is made for one
/// of them: a whole storm, or outside storms a stretch of issue time. Counts from 0.
std::vector<std::uint32_t> leave_out_units(const LeadTimeForecasts& lead, const SampleRows& rows);

/// The empirical distribution of values, for each unit that of the other units: a forecast that has never
/// seen the storm that it is scored on. Building it takes O(n log n), a question O(log n).
class OtherUnits {
 public:
  /// `units` has the unit of each value, below `unit_count`; the values must be finite.
  OtherUnits(const std::vector<double>& values, const std::vector<std::uint32_t>& units,
             std::uint32_t unit_count);
  /// How many values the other units have. The answers below are NaN if there are none.
  std::size_t count(std::uint32_t unit) const;
  /// The share of the values of the other units at or below `value`.
  double at_or_below(double value, std::uint32_t unit) const;
  /// The smallest of these values that at least `share` of them do not exceed.
  double quantile(double share, std::uint32_t unit) const;
  /// The CRPS of these values as an ensemble: mean |X - observed| - mean |X - X'| / 2 (Gneiting & Raftery
  /// 2007, 10.1198/016214506000001437, eq. 20).
  double crps(double observed, std::uint32_t unit) const;

 private:
  /// Sorted values and their running sums.
  struct Sorted {
    std::vector<double> values, sums;  ///< sums has 0 before the first value
    void add_up();
    std::size_t count_at_or_below(double value) const;
    /// The sum of |v - value| over the values.
    double distance(double value) const;
  };
  Sorted all_;
  std::vector<Sorted> of_unit_;
  std::vector<double> spread_;  ///< of each unit: mean |X - X'| / 2 of the others
};

}  // namespace symh
