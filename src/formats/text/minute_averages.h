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
    ++samples_;
    if (instant.milliseconds == 0 && last_.milliseconds == 0) [[likely]] {
      rows_.add(instant.minute, values, line, status);
      last_.minute = instant.minute;
      is_mean_ = false;
      return;
    }
    add_fine(instant, values, line, status);
  }

  /// A sentence on the samples between whole minutes and how symh averaged them; empty if there were none.
  std::string told() const;

 private:
  struct Sum {
    double sum = 0;
    int count = 0;
  };
  void add_fine(const Instant& instant, const float* values, std::size_t line, Status status);
  void average(const float* values);

  RowCollector& rows_;
  std::vector<Sum> sums_;  ///< [channel] of the minute that is averaged
  Instant last_{Time::min(), 0};
  bool is_mean_ = false;  ///< the last row is a mean, with its sums in sums_
  bool has_seconds_ = false;
  std::size_t samples_ = 0;
};

}  // namespace symh
