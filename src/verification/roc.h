#pragma once
#include <vector>

#include "verification/bootstrap.h"
#include "verification/interval.h"

namespace symh {

/// A point of the relative operating characteristic (Mason 1982): an alarm is a chance of at least `chance`.
struct RocPoint {
  double chance = 0;
  double false_alarm_rate = 0;  ///< share of the samples without the event that get an alarm
  double detection_rate = 0;    ///< share of the samples with the event that get an alarm
};

/// How well chances tell events from other samples, whatever their calibration.
struct Roc {
  /// The chance that an event got a higher chance than another sample, equal ones counted half (Mann &
  /// Whitney); 1 best, 0.5 no better than a guess. NaN without events, or without anything else.
  double area = 0;
  Interval area_interval;
  std::vector<RocPoint> points;  ///< from (0, 0) to (1, 1); at most 101
};

/// Of samples with a chance that is not NaN; `event` says which of them came true. The samples are those of
/// `bootstrap`. The points, and with them the interval, take classes of chances that each hold at most a 50th
/// of the events and of the other samples.
Roc score_roc(const Bootstrap& bootstrap, const std::vector<double>& chance, const std::vector<bool>& event);

}  // namespace symh
