#pragma once
#include <vector>

#include "windows/keys/split.h"
#include "windows/prepare.h"

namespace symh {

/// A stretch of time, both ends included.
struct TimeSpan {
  Time first, last;
};

/// The parts of a training job.
struct Split {
  Rows train, validation;
  std::size_t embargoed = 0;  ///< training issue times given up for the embargo
};

/// Parts one series by [split]; an embargo of at least lookback + longest lead time lies between the parts.
Split split_rows(const Prepared& prepared, const Rows& rows, const SplitConfig& split,
                 const WindowsConfig& windows);
/// Drops training rows within the embargo of any of `kept_apart`; returns how many.
std::size_t apply_embargo(const Prepared& prepared, Rows& rows, const std::vector<TimeSpan>& kept_apart,
                          Minutes embargo);
Minutes effective_embargo(const SplitConfig& split, const WindowsConfig& windows);
std::vector<TimeSpan> time_spans(const Prepared& prepared);

}  // namespace symh
