#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

namespace symh {

/// Continuous scores of one forecast on one set of samples; NaN where undefined. An error is forecast minus
/// observed.
struct Scores {
  std::size_t samples = 0;
  std::vector<double> values;  ///< one for each metric, in the order of all_metrics()
  /// The value of a metric; NaN if nothing was scored. Throws std::out_of_range for an unknown key.
  double at(std::string_view key) const;
};

/// Scores the pairs in which both values exist; throws DataError if the sizes differ.
Scores score(const std::vector<float>& observed_nt, const std::vector<float>& forecast_nt);

}  // namespace symh
