#pragma once
#include <span>
#include <string_view>

#include "verification/pairs.h"

namespace symh {

/// One continuous score. To add one, write its function and its row in all_metrics(): tables, JSON, reports
/// and model cards then show it. A terminal has room for six in a line and shows the others below.
struct Metric {
  std::string_view key;    ///< in JSON and Scores::at
  std::string_view title;  ///< of its column in a report
  std::string_view unit;   ///< empty if the score has none
  std::string_view brief;  ///< of its column on a terminal; at most five characters
  int decimals;
  /// NaN where the score is undefined.
  double (*compute)(const Pairs& pairs);
};

/// All metrics, in the order of the columns.
std::span<const Metric> all_metrics();

}  // namespace symh
