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

/// A sample off the whole minute, or behind one.
void MinuteAverages::add_fine(const Instant& instant, const float* values, std::size_t line, Status status) {
  const bool same_minute = instant.minute == last_.minute && !(instant == last_);
  if (same_minute)
    average(values);
  else
    rows_.add(instant.minute, values, line, status);
  has_seconds_ = has_seconds_ || instant.milliseconds != 0;
  is_mean_ = same_minute;
  last_ = instant;
}

std::string MinuteAverages::told() const {
  if (!has_seconds_) return "";
  if (samples_ == rows_.rows())
    return "its stamps have seconds; each sample counts for the minute in which it falls";
  return fmt::format("{} samples finer than a minute are averaged to {} minutes", samples_, rows_.rows());
}

}  // namespace symh
