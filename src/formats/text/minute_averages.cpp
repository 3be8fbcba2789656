#include "formats/text/minute_averages.h"

#include <fmt/format.h>

#include <cmath>

namespace symh {

/// Adds a sample to the mean that is the last row.
void MinuteAverages::average(const float* values) {
  for (std::size_t c = 0; c < sums_.size(); ++c) {
    float& mean = rows_.last_value(c);
    auto& sum = sums_[c];
    if (!is_mean_) sum = std::isnan(mean) ? Sum{} : Sum{static_cast<double>(mean), 1};
    if (!std::isnan(values[c])) {
      sum.sum += static_cast<double>(values[c]);
      ++sum.count;
    }
    if (sum.count > 0) mean = static_cast<float>(sum.sum / sum.count);
  }
}

std::string MinuteAverages::told() const {
  if (!has_seconds_) return "";
  if (samples_ == rows_.rows())
    return "its stamps have seconds; each sample counts for the minute in which it falls";
  return fmt::format("{} samples finer than a minute are averaged to {} minutes", samples_, rows_.rows());
}

}  // namespace symh
