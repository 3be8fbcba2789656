#pragma once
#include <functional>

#include "centre/record/config.h"
#include "core/error.h"
#include "core/listener.h"

namespace symh {

/// Which past a forecast centre runs over again, and how fast.
struct Replay {
  Time from, to;     ///< the clock of the first and of the last run
  Minutes every{5};  ///< between two runs
  double speed = 0;  ///< minutes of the past in one minute; 0: as fast as it can
};

/// What came of it.
struct ReplayOutcome {
  std::size_t runs = 0, failed = 0;  ///< failed: with an exit code other than 0
  Time last;                         ///< the clock of the last run
};

/// Waits for the given time; tests pass a function that does not wait.
using Wait = std::function<void(std::chrono::milliseconds)>;

/// Runs the centre over past data, with the clock at `from`, from + every … up to `to`: each run sees only
/// data stamped at or before its clock, as in its time. The state goes into `config.state`, which must be an
/// empty folder or none, so that a replay never mixes with a real centre. Nothing is fetched, and nobody is
/// told of alerts: the log and the page show them. Stops early if listener.stop_asked(). Throws UsageError
/// for another folder or settings without files.
ReplayOutcome replay(CentreConfig config, const Replay& how, bool use_cache, Listener& listener,
                     const Wait& wait);

}  // namespace symh
