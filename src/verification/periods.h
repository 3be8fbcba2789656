#pragma once
#include <cstddef>

#include "verification/verify.h"

namespace symh {

/// One period of a rolling-origin backtest. The models that forecast it were trained only on the data before
/// it.
struct PeriodScores {
  Time from, until;  ///< issue times from `from` up to, but not at, `until`
  std::size_t training_windows = 0, validation_windows = 0;
  Verification scores;
};

}  // namespace symh
