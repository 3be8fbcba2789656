#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace symh {

/// A key whose value a search drew.
struct TuningAxis {
  std::string key;
  bool log_scale = false;
  std::vector<std::string> choices;  ///< empty for a number
};

/// One training of a search.
struct TuningRun {
  std::int64_t trial = 0;
  std::int64_t epochs = 0;          ///< 0 if fitted in one step
  double objective = 0;             ///< RMSE over that of persistence; NaN where the run failed
  double elapsed_seconds = 0;       ///< of the search when the run ended; never decreasing
  std::vector<double> position;     ///< for each key the number, or the index of the choice
  std::vector<std::string> values;  ///< the same as text
};

struct TuningRuns {
  std::string title;
  std::vector<TuningAxis> axes;
  std::vector<TuningRun> runs;
};

/// A page with the best runs, the best objective against time, and the objective against each key. Throws
/// std::invalid_argument if a run does not have a position and a value for each axis.
std::string tuning_report(const TuningRuns& search);

}  // namespace symh
