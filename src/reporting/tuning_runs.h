#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "verification/table.h"

namespace symh {

/// A key whose value a search drew.
struct TuningAxis {
  std::string key;
  bool log_scale = false;
  std::vector<std::string> choices;  ///< empty for a number
  std::string unit = {};             ///< of the positions, such as `min`; empty: none
};

/// One training of a search.
struct TuningRun {
  std::int64_t trial = 0;
  std::int64_t epochs = 0;          ///< 0 if fitted in one step
  double objective = 0;             ///< RMSE over that of persistence; NaN where the run failed
  double elapsed_seconds = 0;       ///< of the search when the run ended; never decreasing
  std::vector<double> position;     ///< for each key the number, or the index of the choice
  std::vector<std::string> values;  ///< the same as text
  std::int64_t rung = 0;
  bool failed = false;                     ///< ended with an error
  std::vector<double> rmse = {};           ///< for each lead time, in the unit of the target
  std::vector<double> relative_rmse = {};  ///< the same divided by the RMSE of persistence
  std::int64_t samples = 0;                ///< number of scored samples, over all lead times
  double seconds = 0;                      ///< of training
};

struct TuningRuns {
  std::string title;
  std::vector<TuningAxis> axes;
  std::vector<TuningRun> runs;
  std::vector<std::string> leads = {};  ///< the lead times of TuningRun::rmse, such as 1h
};

/// The search with only its best runs that did not fail, at most `count`, best first.
TuningRuns best_runs(TuningRuns search, std::size_t count);

/// A row for each run: its scores and the values of its keys. A terminal shows the scores, a report the keys
/// too, JSON everything.
Table run_table(const TuningRuns& search);

}  // namespace symh
