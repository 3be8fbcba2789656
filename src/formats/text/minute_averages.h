#pragma once
#include <string>
#include <vector>

#include "formats/text/instant.h"
#include "formats/text/row_collector.h"

namespace symh {

/// Adds samples of any moment to a RowCollector, which holds minutes: samples of one minute that follow one
/// another in the file are averaged. A sample of a whole minute, and a second one of the same moment, make a
/// row of their own.
class MinuteAverages {
 public:
  MinuteAverages(RowCollector& rows, std::size_t channels) : rows_(rows), sums_(channels) {}

  /// `values` has one entry for each channel, NaN for missing. A mean has the status of its first sample.
  void add(const Instant& instant, const float* values, std::size_t line, Status status = Status::unknown) {
    const bool whole = instant.milliseconds == 0 && last_.milliseconds == 0;
    if (whole || instant.minute != last_.minute || instant == last_)
      rows_.add(instant.minute, values, line, status);
    else
      average(values);
    has_seconds_ = has_seconds_ || instant.milliseconds != 0;
    is_mean_ = !whole && instant.minute == last_.minute && !(instant == last_);
    last_ = instant;
    ++samples_;
  }

  /// A line that says what was done with samples off the whole minutes; empty if there were none.
  std::string told() const;

 private:
  struct Sum {
    double sum = 0;
    int count = 0;
  };
  void average(const float* values);

  RowCollector& rows_;
  std::vector<Sum> sums_;  ///< [channel] of the minute that is averaged
  Instant last_{Time::min(), 0};
  bool is_mean_ = false;  ///< the last row is a mean, with its sums in sums_
  bool has_seconds_ = false;
  std::size_t samples_ = 0;
};

}  // namespace symh
