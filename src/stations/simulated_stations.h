#pragma once
#include <memory>

#include "series/series.h"

namespace symh {

/// Simulates H of the observatories that symh uses by default, nT, as they would measure a simulated SYM-H:
/// each has its level with drift and rare jumps, a quiet-day variation with season and day-to-day changes,
/// its share of SYM-H with a ring current that is stronger over the evening, noise, outages of some hours,
/// and a delay: its newest minutes are missing. The same SYM-H and seed give the same values on every
/// platform.
class StationSimulator {
 public:
  explicit StationSimulator(unsigned seed);
  ~StationSimulator();
  StationSimulator(const StationSimulator&) = delete;
  StationSimulator& operator=(const StationSimulator&) = delete;
  /// H for the next piece of indices by the minute, which follows the one before. `is_last`: the
  /// observatories' delays blank its end.
  Series advance(const Series& indices, bool is_last);

 private:
  struct Station;
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace symh
