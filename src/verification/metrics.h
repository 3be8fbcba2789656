#pragma once
#include <span>
#include <string_view>
#include <vector>

namespace symh {

/// Observed and forecast values of the samples where both are there, side by side.
struct Pairs {
  std::vector<double> observed, forecast;
};

/// One continuous score. Scores, JSON, the terminal's tables (the first six) and the report walk
/// all_metrics().
struct Metric {
  std::string_view key;    ///< in JSON and Scores::at
  std::string_view title;  ///< as a column, with its unit
  std::string_view brief;  ///< as a column of at most five characters
  int decimals;
  /// NaN where undefined.
  double (*compute)(const Pairs& pairs);
};

std::span<const Metric> all_metrics();

/// Metrics with a file of their own.
double binned_forecasting_error(const Pairs& pairs);

}  // namespace symh
